package dev.bulkhead.media.catalog;

import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Videos")
@RestController
@RequestMapping("/api/media/videos")
class CatalogController {

    private final Catalog catalog;

    CatalogController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Operation(
            summary = "List and search the library, newest first",
            description = "Every user sees every video.")
    @GetMapping
    Page<VideoView> list(
            @Parameter(description = "beginnings of words in the name; all must occur")
                    @RequestParam(required = false)
                    @Size(max = 200)
                    @Nullable String q,
            @Parameter(description = "the name of a tag")
                    @RequestParam(required = false)
                    @Size(max = 50)
                    @Nullable String tag,
            @Parameter(description = "the category of a tag; with tag, of that one")
                    @RequestParam(required = false)
                    @Size(max = 50)
                    @Nullable String category,
            @Parameter(description = "only the caller's own") @RequestParam(defaultValue = "false")
                    boolean mine,
            PageQuery page,
            Caller caller) {
        return catalog.list(
                new CatalogQuery(
                        given(q),
                        tagText(given(tag)),
                        tagText(given(category)),
                        mine ? caller.id() : null),
                page);
    }

    @Operation(summary = "Show one video")
    @GetMapping("/{id}")
    VideoView show(@PathVariable VideoId id) {
        return catalog.require(id);
    }

    /** A form sends an empty field where nothing was asked for. */
    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String tagText(@Nullable String text) {
        return text == null ? null : TagText.of(text);
    }
}
