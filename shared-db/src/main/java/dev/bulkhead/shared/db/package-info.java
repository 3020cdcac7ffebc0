/** How a service talks to its own PostgreSQL. */
@NullMarked
package dev.bulkhead.shared.db;

import org.jspecify.annotations.NullMarked;
