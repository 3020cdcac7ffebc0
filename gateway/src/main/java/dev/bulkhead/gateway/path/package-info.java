/** Rules about request paths, and the paths that do not exist for the world outside. */
@NullMarked
package dev.bulkhead.gateway.path;

import org.jspecify.annotations.NullMarked;
