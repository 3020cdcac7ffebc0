/**
 * The platform as a whole: what belongs to it, starting it in order, watching it, stopping it in
 * the opposite order.
 */
@NullMarked
package dev.bulkhead.cli.platform;

import org.jspecify.annotations.NullMarked;
