/**
 * A video library: files on disk, and what is known of them in a database that it can do without.
 */
@NullMarked
package dev.bulkhead.media;

import org.jspecify.annotations.NullMarked;
