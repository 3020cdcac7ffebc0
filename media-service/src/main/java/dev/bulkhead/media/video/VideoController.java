package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.Catalog;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.catalog.VideoView;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.media.video.UploadOutcome.AlreadyThere;
import dev.bulkhead.media.video.UploadOutcome.AlreadyYours;
import dev.bulkhead.media.video.UploadOutcome.Stored;
import dev.bulkhead.shared.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Videos")
@RestController
@RequestMapping("/api/media/videos")
@WithPersistence
class VideoController {

    private final UploadingVideos uploading;
    private final KeepingVideos keeping;
    private final Catalog catalog;

    VideoController(UploadingVideos uploading, KeepingVideos keeping, Catalog catalog) {
        this.uploading = uploading;
        this.keeping = keeping;
        this.catalog = catalog;
    }

    @Operation(
            summary = "Upload a video",
            description =
                    """
                    The body is the file itself, of any length up to the limit; the content decides
                    what it is, not the Content-Type. The library holds each content once: your own
                    again is answered with 200 and the video there is, somebody else's with 409.
                    """,
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "video/*",
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(responseCode = "201", description = "stored")
    @ApiResponse(responseCode = "200", description = "you have uploaded this content before")
    @PostMapping(consumes = {"video/*", MediaType.APPLICATION_OCTET_STREAM_VALUE})
    ResponseEntity<?> upload(
            @Parameter(description = "what to call it")
                    @RequestParam(required = false)
                    @Size(max = 255)
                    @Nullable String name,
            Caller caller,
            @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        var outcome =
                uploading.upload(
                        request.getInputStream(),
                        request.getContentLengthLong(),
                        name,
                        caller.id());
        return switch (outcome) {
            case Stored it -> ResponseEntity.created(locationOf(it.video())).body(shown(it));
            case AlreadyYours it ->
                    ResponseEntity.ok().location(locationOf(it.video())).body(shown(it));
            case AlreadyThere it -> ResponseEntity.of(VideoProblems.of(it)).build();
        };
    }

    private VideoView shown(UploadOutcome outcome) {
        return catalog.require(outcome.video());
    }

    private static URI locationOf(VideoId id) {
        return URI.create("/api/media/videos/" + id);
    }

    @Operation(summary = "Rename a video", description = "Its owner or an admin may.")
    @PatchMapping("/{id}")
    VideoView rename(
            @PathVariable VideoId id, @Valid @RequestBody RenameRequest request, Caller caller) {
        keeping.rename(caller, id, request.name());
        return catalog.require(id);
    }

    @Operation(
            summary = "Delete a video with its file, its tags and everybody's positions in it",
            description = "Its owner or an admin may.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable VideoId id, Caller caller) {
        keeping.delete(caller, id);
    }

    record RenameRequest(
            @NotBlank
                    @Size(max = 255)
                    @Pattern(
                            regexp = "[^/\\\\\\p{Cc}]*",
                            message = "must not contain / or \\ or control characters")
                    String name) {}
}
