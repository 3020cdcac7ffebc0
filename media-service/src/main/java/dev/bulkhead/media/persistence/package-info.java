/** The one switch: with a database, or without. */
@NullMarked
package dev.bulkhead.media.persistence;

import org.jspecify.annotations.NullMarked;
