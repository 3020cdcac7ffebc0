/** The folder on disk: nothing outside it is ever read or written. */
@NullMarked
package dev.bulkhead.media.library;

import org.jspecify.annotations.NullMarked;
