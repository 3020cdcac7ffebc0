/** Takes from a service what it shares with its neighbors, on throw-away servers only. */
@NullMarked
package dev.bulkhead.isolation.resource;

import org.jspecify.annotations.NullMarked;
