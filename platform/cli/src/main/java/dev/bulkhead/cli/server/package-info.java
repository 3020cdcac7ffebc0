/**
 * The PostgreSQL server under the platform: our own, an installed one, or one that somebody else
 * runs.
 */
@NullMarked
package dev.bulkhead.cli.server;

import org.jspecify.annotations.NullMarked;
