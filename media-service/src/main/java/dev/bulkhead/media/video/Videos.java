package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.catalog.VideoNotFound;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Every video the library knows. What is not declared here cannot be done to them. */
interface Videos extends Repository<Video, VideoId> {

    Video save(Video video);

    Video saveAndFlush(Video video);

    void delete(Video video);

    void flush();

    Optional<Video> findById(VideoId id);

    Optional<Video> findByHash(String hash);

    Optional<Video> findByFilePath(String path);

    List<Video> findByFilePathIn(Collection<String> paths);

    /** In the order of their ids. */
    @Query("select v from Video v where v.id.id > :after order by v.id.id")
    List<Video> findAfter(UUID after, Limit limit);

    /** Holds the row until the transaction ends, so that two changes come one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select v from Video v where v.id = :id")
    Optional<Video> hold(VideoId id);

    default Video require(VideoId id) {
        return hold(id).orElseThrow(() -> new VideoNotFound(id));
    }
}
