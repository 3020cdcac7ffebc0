/** The verbs of {@code ./bulkhead db}, one class each; what they do lies beneath. */
@NullMarked
package dev.bulkhead.cli.db;

import org.jspecify.annotations.NullMarked;
