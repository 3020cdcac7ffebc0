/** Tries to get through the walls between services, and says what PostgreSQL answered. */
@NullMarked
package dev.bulkhead.isolation;

import org.jspecify.annotations.NullMarked;
