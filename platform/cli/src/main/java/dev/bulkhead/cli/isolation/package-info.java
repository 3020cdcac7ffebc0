/** Attacks on the walls between services, on what runs here or on servers made for it. */
@NullMarked
package dev.bulkhead.cli.isolation;

import org.jspecify.annotations.NullMarked;
