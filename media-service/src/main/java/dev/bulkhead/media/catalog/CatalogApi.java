package dev.bulkhead.media.catalog;

import java.util.UUID;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;

/** Describes a {@link VideoId} as what it is in a path. */
@Configuration(proxyBeanMethods = false)
class CatalogApi {

    static {
        SpringDocUtils.getConfig().replaceWithClass(VideoId.class, UUID.class);
    }
}
