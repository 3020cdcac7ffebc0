/** Where this checkout keeps its things, and the guard against two launchers at once. */
@NullMarked
package dev.bulkhead.cli.checkout;

import org.jspecify.annotations.NullMarked;
