package dev.bulkhead.media.tag;

import dev.bulkhead.media.catalog.TagText;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.catalog.VideoView;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.media.tag.TagCounts.TagCount;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Tags")
@RestController
@RequestMapping("/api/media")
@WithPersistence
class TagController {

    private static final String GENERAL = "general";

    private final TaggingVideos tagging;
    private final TagCounts counts;

    TagController(TaggingVideos tagging, TagCounts counts) {
        this.tagging = tagging;
        this.counts = counts;
    }

    @Operation(
            summary = "Tag a video",
            description =
                    "Its owner or an admin may. Tags are kept in lower case, at most 50 a video.")
    @ApiResponse(responseCode = "201", description = "tagged")
    @ApiResponse(responseCode = "200", description = "the video carried the tag before")
    @PostMapping("/videos/{id}/tags")
    ResponseEntity<VideoView.Tag> tag(
            @PathVariable VideoId id, @Valid @RequestBody TagRequest request, Caller caller) {
        var tagged =
                tagging.tag(
                        caller,
                        id,
                        request.category() == null ? GENERAL : TagText.of(request.category()),
                        TagText.of(request.name()));
        return ResponseEntity.status(tagged.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(tagged.tag());
    }

    @Operation(summary = "Take a tag off a video", description = "Its owner or an admin may.")
    @DeleteMapping("/videos/{id}/tags/{tagId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void untag(@PathVariable VideoId id, @PathVariable UUID tagId, Caller caller) {
        tagging.untag(caller, id, tagId);
    }

    @Operation(summary = "List the tags in use, with the number of videos that carry each")
    @GetMapping("/tags")
    Page<TagCount> list(
            @Parameter(description = "only of this category")
                    @RequestParam(required = false)
                    @TagWord
                    @Nullable String category,
            PageQuery page) {
        return counts.list(category == null ? null : TagText.of(category), page);
    }

    record TagRequest(
            @NotNull @TagWord String name,
            @Schema(defaultValue = GENERAL) @TagWord @Nullable String category) {}
}
