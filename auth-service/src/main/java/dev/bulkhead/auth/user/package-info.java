/** People: how they register, who they are, what they may do. */
@NullMarked
package dev.bulkhead.auth.user;

import org.jspecify.annotations.NullMarked;
