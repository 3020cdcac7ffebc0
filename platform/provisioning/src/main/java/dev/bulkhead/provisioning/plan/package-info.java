/** From the wanted state and the server's catalogues to the steps that join them. */
@NullMarked
package dev.bulkhead.provisioning.plan;

import org.jspecify.annotations.NullMarked;
