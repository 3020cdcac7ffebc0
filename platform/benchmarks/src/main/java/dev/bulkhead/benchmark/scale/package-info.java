/** How provisioning grows with the number of services. */
@NullMarked
package dev.bulkhead.benchmark.scale;

import org.jspecify.annotations.NullMarked;
