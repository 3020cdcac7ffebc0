package dev.bulkhead.media.tag;

import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.catalog.VideoView;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.media.video.Guard;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.shared.web.Caller;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts tags on videos and takes them off. The video is held meanwhile, so the limit holds too. */
@Service
@WithPersistence
class TaggingVideos {

    static final int MOST_TAGS = 50;

    private final Guard guard;
    private final JdbcClient jdbc;
    private final Tables tables;
    private final InstantSource clock;

    TaggingVideos(Guard guard, JdbcClient jdbc, Tables tables, InstantSource clock) {
        this.guard = guard;
        this.jdbc = jdbc;
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * @param isNew false if the video carried the tag before
     */
    record Tagged(VideoView.Tag tag, boolean isNew) {}

    @Transactional
    Tagged tag(Caller caller, VideoId video, String category, String name) {
        guard.admit(caller, video);
        var before = find(video, category, name);
        if (before.isPresent()) {
            return new Tagged(before.get(), false);
        }
        if (count(video) >= MOST_TAGS) {
            throw new TooManyTags();
        }
        var tag = new VideoView.Tag(TimeOrderedIds.next(), category, name);
        jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}tags
                                       (id, video_id, tag_name, tag_category, created_at)
                                values (:id, :video, :name, :category, :now)
                                """))
                .param("id", tag.id())
                .param("video", video.id())
                .param("name", name)
                .param("category", category)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return new Tagged(tag, true);
    }

    private Optional<VideoView.Tag> find(VideoId video, String category, String name) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select id
                                  from ${prefix}tags
                                 where video_id = :video
                                   and tag_category = :category
                                   and tag_name = :name
                                """))
                .param("video", video.id())
                .param("category", category)
                .param("name", name)
                .query(UUID.class)
                .optional()
                .map(id -> new VideoView.Tag(id, category, name));
    }

    private long count(VideoId video) {
        return jdbc.sql(tables.sql("select count(*) from ${prefix}tags where video_id = :video"))
                .param("video", video.id())
                .query(Long.class)
                .single();
    }

    @Transactional
    void untag(Caller caller, VideoId video, UUID tag) {
        guard.admit(caller, video);
        int removed =
                jdbc.sql(
                                tables.sql(
                                        """
                                        delete from ${prefix}tags
                                         where id = :tag
                                           and video_id = :video
                                        """))
                        .param("tag", tag)
                        .param("video", video.id())
                        .update();
        if (removed == 0) {
            throw new TagNotFound();
        }
    }
}
