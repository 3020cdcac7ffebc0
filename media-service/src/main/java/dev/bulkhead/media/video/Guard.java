package dev.bulkhead.media.video;

import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.web.Caller;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Everybody sees the library; its owner, or an admin, changes a video and what hangs on it. */
@Component
@WithPersistence
public class Guard {

    private final Videos videos;

    Guard(Videos videos) {
        this.videos = videos;
    }

    /** Lets the caller change the video, and holds it until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void admit(Caller caller, VideoId id) {
        held(caller, id);
    }

    Video held(Caller caller, VideoId id) {
        var video = videos.require(id);
        if (!caller.admin() && !video.isOwnedBy(caller.id())) {
            throw new NotYourVideo();
        }
        return video;
    }
}
