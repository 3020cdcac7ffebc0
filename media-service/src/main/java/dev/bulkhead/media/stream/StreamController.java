package dev.bulkhead.media.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bulkhead.media.catalog.Catalog;
import dev.bulkhead.media.catalog.Source;
import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.library.FileMissing;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.library.StoredFile;
import dev.bulkhead.media.stream.ByteRanges.Part;
import dev.bulkhead.media.stream.ByteRanges.Parts;
import dev.bulkhead.media.stream.ByteRanges.Unsatisfiable;
import dev.bulkhead.media.stream.ByteRanges.Whole;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Sends a video whole or in the ranges a player asks for, 64 KiB at a time.
 *
 * <p>The token comes in the header, as everywhere. A <code>video</code> element cannot send one: a
 * page fetches by itself (Media Source Extensions, or a service worker that adds the header). A
 * token in the address would end up in logs and histories.
 */
@Tag(name = "Videos")
@RestController
class StreamController {

    private static final Logger log = LoggerFactory.getLogger(StreamController.class);
    private static final int BUFFER = 64 * 1024;

    private final Catalog catalog;
    private final Library library;

    StreamController(Catalog catalog, Library library) {
        this.catalog = catalog;
        this.library = library;
    }

    @Operation(
            summary = "Watch a video",
            description =
                    "Ranges, If-Range and If-None-Match as in RFC 9110; the ETag is the hash.")
    @RequestMapping(
            path = "/api/media/videos/{id}/stream",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    void stream(
            @PathVariable VideoId id,
            @Parameter(in = ParameterIn.HEADER)
                    @RequestHeader(name = HttpHeaders.RANGE, required = false)
                    @Nullable String range,
            @Parameter(in = ParameterIn.HEADER)
                    @RequestHeader(name = HttpHeaders.IF_RANGE, required = false)
                    @Nullable String ifRange,
            @Parameter(hidden = true) HttpMethod method,
            @Parameter(hidden = true) ServletWebRequest request,
            HttpServletResponse response)
            throws IOException {
        var source = catalog.source(id);
        var file = library.find(source.path()).orElseThrow(FileMissing::new);
        var etag = etag(source, file);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (request.checkNotModified(etag, file.modifiedAt().toEpochMilli())) {
            return; // answered with 304 or 412
        }
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.inline().filename(source.name(), UTF_8).build().toString());

        response.setCharacterEncoding((String) null); // set for texts, and a video is none

        // Ranges are defined for GET only; If-Range needs the very same representation, §13.1.5
        var partial = method == HttpMethod.GET && (ifRange == null || ifRange.equals(etag));
        switch (ByteRanges.of(partial ? range : null, file.size())) {
            case Whole _ -> {
                response.setContentType(source.mimeType());
                response.setContentLengthLong(file.size());
                if (method == HttpMethod.GET) {
                    send(file, List.of(new Part(0, file.size() - 1)), null, response);
                }
            }
            case Parts it when it.parts().size() == 1 -> {
                var part = it.parts().getFirst();
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setContentType(source.mimeType());
                response.setHeader(HttpHeaders.CONTENT_RANGE, contentRange(part, file));
                response.setContentLengthLong(part.length());
                send(file, it.parts(), null, response);
            }
            case Parts it -> {
                var multipart = new Multipart(file, source.mimeType());
                response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                response.setContentType(multipart.contentType());
                response.setContentLengthLong(multipart.length(it.parts()));
                send(file, it.parts(), multipart, response);
            }
            case Unsatisfiable _ -> throw new RangeNotSatisfiable(file.size());
        }
    }

    /** A file that changed since it was last read is not what its hash names. */
    private static String etag(Source source, StoredFile file) {
        var read = source.size() == file.size() && source.modifiedAt().equals(file.modifiedAt());
        return source.hash() != null && read
                ? "\"" + source.hash() + "\""
                : "\"%x-%x-%x\""
                        .formatted(
                                file.path().value().hashCode(),
                                file.size(),
                                file.modifiedAt().toEpochMilli() * 1000
                                        + file.modifiedAt().getNano() / 1000 % 1000);
    }

    private static String contentRange(Part part, StoredFile file) {
        return "bytes " + part.first() + "-" + part.last() + "/" + file.size();
    }

    private void send(
            StoredFile file,
            List<Part> parts,
            @Nullable Multipart multipart,
            HttpServletResponse response)
            throws IOException {
        try (var content = library.open(file)) {
            for (var part : parts) {
                if (multipart != null) {
                    tell(response, multipart.before(part));
                }
                if (!send(content, part, response)) {
                    return;
                }
            }
            if (multipart != null) {
                tell(response, multipart.after());
            }
        }
    }

    private static boolean send(
            SeekableByteChannel content, Part part, HttpServletResponse response)
            throws IOException {
        var buffer = ByteBuffer.allocate(BUFFER);
        content.position(part.first());
        for (long left = part.length(); left > 0; left -= buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER, left));
            if (content.read(buffer) <= 0) {
                throw new EOFException("The file became shorter while it was sent");
            }
            buffer.flip();
            if (!tell(response, buffer)) {
                return false;
            }
        }
        return true;
    }

    /** Players hang up on most of what they ask for: that is no failure. */
    private static boolean tell(HttpServletResponse response, ByteBuffer bytes) {
        try {
            response.getOutputStream().write(bytes.array(), 0, bytes.limit());
            return true;
        } catch (IOException e) {
            log.debug("The viewer hung up: {}", e.toString());
            return false;
        }
    }

    /** Several ranges in one answer, RFC 9110 §14.6. */
    private record Multipart(StoredFile file, String mimeType, String boundary) {

        Multipart(StoredFile file, String mimeType) {
            this(file, mimeType, UUID.randomUUID().toString());
        }

        String contentType() {
            return "multipart/byteranges; boundary=" + boundary;
        }

        ByteBuffer before(Part part) {
            return bytes(
                    "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                            .formatted(boundary, mimeType, contentRange(part, file)));
        }

        ByteBuffer after() {
            return bytes("\r\n--" + boundary + "--\r\n");
        }

        long length(List<Part> parts) {
            return parts.stream().mapToLong(it -> before(it).limit() + it.length()).sum()
                    + after().limit();
        }

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(US_ASCII));
        }
    }
}
