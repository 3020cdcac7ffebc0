/**
 * The second opinion on the provisioner: reads the catalogues its own way and lists what the
 * manifest does not intend.
 */
@NullMarked
package dev.bulkhead.isolation.verify;

import org.jspecify.annotations.NullMarked;
