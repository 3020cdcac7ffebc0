package dev.bulkhead.isolation.catalogue;

import dev.bulkhead.isolation.probe.Probe;
import java.util.List;
import java.util.stream.Stream;

/** Every probe there is, in the order of their groups. */
public final class Catalogue {

    private Catalogue() {}

    public static List<Probe> probes() {
        return Stream.of(
                        ConnectProbes.all(),
                        ObjectProbes.all(),
                        LinkProbes.all(),
                        OwnDatabaseProbes.all(),
                        RoleProbes.all(),
                        VisibilityProbes.all(),
                        SettingProbes.all(),
                        FileProbes.all(),
                        ServerFunctionProbes.all(),
                        PlantedCodeProbes.all(),
                        RowProbes.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The probe with this id. */
    public static Probe probe(String id) {
        return probes().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No probe is called " + id));
    }
}
