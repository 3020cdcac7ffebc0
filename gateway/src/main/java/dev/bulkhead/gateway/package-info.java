/** The one door of the platform: paths, token check, limits, CORS; it knows no payload. */
@NullMarked
package dev.bulkhead.gateway;

import org.jspecify.annotations.NullMarked;
