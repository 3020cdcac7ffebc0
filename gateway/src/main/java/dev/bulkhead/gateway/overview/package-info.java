/** The gateway's own pages: what runs, the documentation of all services, its health. */
@NullMarked
package dev.bulkhead.gateway.overview;

import org.jspecify.annotations.NullMarked;
