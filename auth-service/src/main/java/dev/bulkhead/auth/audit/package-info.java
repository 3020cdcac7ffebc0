/** What happened, kept for the day somebody asks. */
@NullMarked
package dev.bulkhead.auth.audit;

import org.jspecify.annotations.NullMarked;
