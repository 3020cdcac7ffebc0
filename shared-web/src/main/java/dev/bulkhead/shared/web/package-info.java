/** How a service speaks HTTP: problem documents, strict input, tokens and paging. */
@NullMarked
package dev.bulkhead.shared.web;

import org.jspecify.annotations.NullMarked;
