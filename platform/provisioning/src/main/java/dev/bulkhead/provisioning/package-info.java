/** Makes a PostgreSQL server look like the manifest, and keeps it so. */
@NullMarked
package dev.bulkhead.provisioning;

import org.jspecify.annotations.NullMarked;
