/** Passwords and other secrets: one file each, made once, readable by their owner only. */
@NullMarked
package dev.bulkhead.provisioning.secrets;

import org.jspecify.annotations.NullMarked;
