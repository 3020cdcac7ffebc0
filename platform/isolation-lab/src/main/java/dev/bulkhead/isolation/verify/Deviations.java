package dev.bulkhead.isolation.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects what one look at the catalogues finds. */
final class Deviations {

    /** What the provisioner puts right by itself. */
    static final String PROVISION = Deviation.USUAL_COMMAND + " puts it right";

    private final List<Deviation> found = new ArrayList<>();

    void hole(String where, String object, String is, String should, String remedy) {
        found.add(new Deviation(where, object, is, should, remedy, true));
    }

    void broken(String where, String object, String is, String should, String remedy) {
        found.add(new Deviation(where, object, is, should, remedy, false));
    }

    void add(Deviation deviation) {
        found.add(deviation);
    }

    List<Deviation> all() {
        return List.copyOf(found);
    }
}
