package dev.bulkhead.provisioning.references;

import dev.bulkhead.provisioning.manifest.Reference;
import java.util.List;

/**
 * What became of one reference.
 *
 * @param service whose column it is
 * @param checked how many different ids the column holds
 * @param orphans how many of them the view does not have
 * @param first the first of these, in their own order
 */
public record ReferenceCheck(
        String service, Reference reference, long checked, long orphans, List<String> first) {

    public ReferenceCheck {
        first = List.copyOf(first);
    }

    public boolean holds() {
        return orphans == 0;
    }
}
