/** A start with beans that were worked out when the application was built. */
@NullMarked
package dev.bulkhead.shared.start;

import org.jspecify.annotations.NullMarked;
