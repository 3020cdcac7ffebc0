package dev.bulkhead.media.tag;

import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which tags there are, and how many videos carry each. */
@Component
@WithPersistence
class TagCounts {

    private final JdbcClient jdbc;
    private final Tables tables;

    TagCounts(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    @Schema(name = "TagCount")
    record TagCount(String category, String name, long videos) {}

    /** By category, then name. */
    Page<TagCount> list(@Nullable String category, PageQuery page) {
        var after = page.afterParts(2);
        var rows =
                jdbc.sql(
                                tables.sql(
                                        """
                                        select tag_category as category, tag_name as name,
                                               count(*) as videos
                                          from ${prefix}tags
                                         where (:category::text is null or tag_category = :category)
                                           and (tag_category, tag_name) > (:afterCategory, :afterName)
                                         group by tag_category, tag_name
                                         order by tag_category, tag_name
                                         limit :rows
                                        """))
                        .param("category", category)
                        .param("afterCategory", after == null ? "" : after.get(0))
                        .param("afterName", after == null ? "" : after.get(1))
                        .param("rows", page.limit() + 1)
                        .query(TagCount.class)
                        .list();
        return Page.of(rows, page, it -> Cursor.of(it.category(), it.name()));
    }
}
