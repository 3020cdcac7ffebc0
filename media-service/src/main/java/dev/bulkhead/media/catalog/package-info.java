/** What there is to watch: list, search and find. */
@NullMarked
package dev.bulkhead.media.catalog;

import org.jspecify.annotations.NullMarked;
