/** The PostgreSQL server that is provisioned, seen as its administrator. */
@NullMarked
package dev.bulkhead.provisioning.server;

import org.jspecify.annotations.NullMarked;
