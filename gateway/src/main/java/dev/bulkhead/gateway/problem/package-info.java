/** What the gateway answers when it refuses or fails: RFC 9457 documents and their pages. */
@NullMarked
package dev.bulkhead.gateway.problem;

import org.jspecify.annotations.NullMarked;
