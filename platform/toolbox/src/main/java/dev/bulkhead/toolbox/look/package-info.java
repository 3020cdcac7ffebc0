/** What can be seen of a platform's databases while they are in use; nothing here changes a row. */
@NullMarked
package dev.bulkhead.toolbox.look;

import org.jspecify.annotations.NullMarked;
