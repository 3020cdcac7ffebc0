package dev.bulkhead.media.catalog;

import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;

/** The videos there are: as the database knows them, or, without one, as they lie on disk. */
public interface Catalog {

    /** Newest first. */
    Page<VideoView> list(CatalogQuery query, PageQuery page);

    /**
     * @throws VideoNotFound if there is none
     */
    VideoView require(VideoId id);

    /**
     * @throws VideoNotFound if there is none
     */
    Source source(VideoId id);
}
