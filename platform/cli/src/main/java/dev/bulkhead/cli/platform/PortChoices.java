package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.screen.Mistake;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Ports that the person at the keyboard chose over the manifest's: {@code --port auth=5501}. */
public record PortChoices(Map<String, Integer> ports) {

    private static final int LAST = 65535;

    public PortChoices {
        ports.forEach((name, port) -> {
            if (port < 1 || port > LAST) {
                throw Mistake.usage(
                        "--port "
                                + name
                                + "="
                                + port
                                + ": a port is a number from 1 to "
                                + LAST
                                + ".");
            }
        });
        if (Set.copyOf(ports.values()).size() != ports.size()) {
            throw Mistake.usage(
                    "--port gives the same port twice: " + new java.util.TreeMap<>(ports) + ".");
        }
        ports = Map.copyOf(ports);
    }

    public OptionalInt of(String name) {
        var port = ports.get(name);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** Refuses a choice for something that does not exist. */
    public void onlyFor(Set<String> known) {
        ports.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Mistake.usage(
                            "--port "
                                    + name
                                    + "="
                                    + ports.get(name)
                                    + ": there is no \""
                                    + name
                                    + "\"; there are "
                                    + String.join(", ", new TreeSet<>(known))
                                    + ".");
                });
    }
}
