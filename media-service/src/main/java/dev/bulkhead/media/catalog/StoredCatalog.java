package dev.bulkhead.media.catalog;

import dev.bulkhead.media.footage.Footage;
import dev.bulkhead.media.library.LibraryPath;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue as the database keeps it: one statement a page, tags included. */
@Component
@WithPersistence
class StoredCatalog implements Catalog {

    private static final TypeReference<List<VideoView.Tag>> TAGS = new TypeReference<>() {};

    private static final String SELECT =
            """
            select video.id, file_name, file_size, mime_type, duration_seconds, metadata, hash,
                   owner_id, missing_since is null as available, created_at, updated_at,
                   (select coalesce(json_agg(
                                        json_build_object(
                                            'id', tag.id,
                                            'category', tag_category,
                                            'name', tag_name)
                                        order by tag_category, tag_name),
                                    '[]')
                      from ${prefix}tags tag
                     where tag.video_id = video.id) as tags
              from ${prefix}videos video
            """;

    private final JdbcClient jdbc;
    private final Tables tables;
    private final JsonMapper json;

    StoredCatalog(JdbcClient jdbc, Tables tables, JsonMapper json) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.json = json;
    }

    @Override
    public Page<VideoView> list(CatalogQuery query, PageQuery page) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        var after = page.afterId();
        if (after != null) {
            conditions.add("video.id < :after");
            values.put("after", after);
        }
        if (query.q() != null) {
            var words = Words.of(query.q());
            if (words.isEmpty()) {
                return new Page<>(List.of(), null); // no name holds nothing but punctuation
            }
            conditions.add("name_search @@ cast(:words as tsquery)");
            values.put(
                    "words",
                    words.stream().map(it -> "'" + it + "':*").collect(Collectors.joining(" & ")));
        }
        if (query.owner() != null) {
            conditions.add("owner_id = :owner");
            values.put("owner", query.owner());
        }
        if (query.tag() != null || query.category() != null) {
            var tagged = new ArrayList<String>();
            if (query.tag() != null) {
                tagged.add("tag_name = :tag");
                values.put("tag", query.tag());
            }
            if (query.category() != null) {
                tagged.add("tag_category = :category");
                values.put("category", query.category());
            }
            conditions.add(
                    "video.id in (select video_id from ${prefix}tags where "
                            + String.join(" and ", tagged)
                            + ")");
        }
        var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        var rows =
                jdbc.sql(tables.sql(SELECT + where + " order by video.id desc limit :rows"))
                        .params(values)
                        .param("rows", page.limit() + 1)
                        .query((row, _) -> view(row))
                        .list();
        return Page.of(rows, page, it -> Cursor.of(it.id()));
    }

    @Override
    public VideoView require(VideoId id) {
        return jdbc.sql(tables.sql(SELECT + " where video.id = :id"))
                .param("id", id.id())
                .query((row, _) -> view(row))
                .optional()
                .orElseThrow(() -> new VideoNotFound(id));
    }

    @Override
    public Source source(VideoId id) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select file_path, file_name, mime_type, hash, file_size,
                                       file_modified_at
                                  from ${prefix}videos
                                 where id = :id
                                """))
                .param("id", id.id())
                .query((row, _) ->
                        new Source(
                                new LibraryPath(row.getString("file_path")),
                                row.getString("file_name"),
                                row.getString("mime_type"),
                                row.getString("hash"),
                                row.getLong("file_size"),
                                row.getObject("file_modified_at", OffsetDateTime.class)
                                        .toInstant()))
                .optional()
                .orElseThrow(() -> new VideoNotFound(id));
    }

    private VideoView view(ResultSet row) throws SQLException {
        return new VideoView(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getLong("file_size"),
                row.getString("mime_type"),
                row.getBigDecimal("duration_seconds"),
                json.readValue(row.getString("metadata"), Footage.class),
                row.getString("hash"),
                row.getObject("owner_id", UUID.class),
                row.getBoolean("available"),
                json.readValue(row.getString("tags"), TAGS),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
