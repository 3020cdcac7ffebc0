/** What a backup through the toolbox costs over the program that it runs. */
@NullMarked
package dev.bulkhead.benchmark.backup;

import org.jspecify.annotations.NullMarked;
