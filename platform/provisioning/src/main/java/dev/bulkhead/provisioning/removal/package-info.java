/** Taking a service's databases and roles away again, and whoever is connected to them. */
@NullMarked
package dev.bulkhead.provisioning.removal;

import org.jspecify.annotations.NullMarked;
