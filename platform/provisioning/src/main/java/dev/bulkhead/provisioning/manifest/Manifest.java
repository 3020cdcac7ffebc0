package dev.bulkhead.provisioning.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The platform as {@code platform.yaml} wants it.
 *
 * @param file where it was read from; modules are found beside it
 */
public record Manifest(
        Path file,
        String platform,
        ServerBudget server,
        Optional<Gateway> gateway,
        List<Service> services) {

    public static final String FILE_NAME = "platform.yaml";

    public Manifest {
        services = List.copyOf(services);
    }

    /**
     * @throws InvalidManifest listing everything that is wrong with the file
     */
    public static Manifest read(Path file) {
        return new ManifestReader(file.toAbsolutePath().normalize()).read();
    }

    public Service service(String name) {
        return services.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s has no service \"%s\", only %s"
                                        .formatted(
                                                file,
                                                name,
                                                services.stream().map(Service::name).toList())));
    }

    /** The same platform with these services and no other. */
    public Manifest only(String... names) {
        var wanted = Set.of(names);
        wanted.forEach(this::service);
        return new Manifest(
                file,
                platform,
                server,
                gateway,
                services.stream().filter(it -> wanted.contains(it.name())).toList());
    }
}
