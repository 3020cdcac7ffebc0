/** Tests against the real thing: PostgreSQL as production has it, signed tokens, hostile input. */
@NullMarked
package dev.bulkhead.testing;

import org.jspecify.annotations.NullMarked;
