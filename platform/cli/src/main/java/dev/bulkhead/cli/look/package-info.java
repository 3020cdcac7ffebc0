/** What is seen of the databases, for people: tables and sentences. */
@NullMarked
package dev.bulkhead.cli.look;

import org.jspecify.annotations.NullMarked;
