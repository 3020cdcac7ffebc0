/** A start with beans that were worked out when the service was built. */
@NullMarked
package dev.bulkhead.shared.web.prepared;

import org.jspecify.annotations.NullMarked;
