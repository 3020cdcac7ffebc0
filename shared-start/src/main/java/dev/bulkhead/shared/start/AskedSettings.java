package dev.bulkhead.shared.start;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/** Has no setting, and remembers which ones it was asked for. */
class AskedSettings extends PropertySource<Set<String>> {

    static final String NAME = "asked settings";

    AskedSettings() {
        super(NAME, new TreeSet<>());
    }

    @Override
    public @Nullable Object getProperty(String name) {
        getSource().add(name);
        return null;
    }
}
