/** The questions that games draw from. */
@NullMarked
package dev.bulkhead.game.bank;

import org.jspecify.annotations.NullMarked;
