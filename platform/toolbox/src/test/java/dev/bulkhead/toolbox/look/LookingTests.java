package dev.bulkhead.toolbox.look;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** On the embedded server. */
class LookingTests extends LookingContract {

    @Override
    @Nullable Path installation() {
        return null;
    }

    @Override
    int majorVersion() {
        return 18;
    }
}
