package dev.bulkhead.auth.origin;

import org.jspecify.annotations.Nullable;

/**
 * Where a request came from. A controller takes it as a parameter.
 *
 * @param address the client's IP address, as a literal that PostgreSQL's inet reads
 * @param userAgent what the client calls itself, at most {@value #LONGEST_USER_AGENT} characters
 */
public record Origin(String address, @Nullable String userAgent) {

    static final int LONGEST_USER_AGENT = 300;
}
