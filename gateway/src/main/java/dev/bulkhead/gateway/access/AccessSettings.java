package dev.bulkhead.gateway.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What needs no token.
 *
 * @param publicPaths open paths, as {@code /path} or {@code METHOD /path}; a token sent there is
 *     passed on unread, so that an expired one does not keep its owner from renewing it
 */
@ConfigurationProperties("bulkhead.gateway")
record AccessSettings(@DefaultValue List<String> publicPaths) {}
