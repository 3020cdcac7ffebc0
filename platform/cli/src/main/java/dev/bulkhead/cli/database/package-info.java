/** The databases' part of the command: what differs, what is changed, what is pending, in words. */
@NullMarked
package dev.bulkhead.cli.database;

import org.jspecify.annotations.NullMarked;
