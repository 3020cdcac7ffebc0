package dev.bulkhead.provisioning.manifest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The platform as {@code platform.yaml} wants it.
 *
 * @param file where it was read from; modules are found beside it
 * @param isolation the rung of every service that names no other
 * @param sharedDatabases the database of all services on {@code prefix}, and that of all on {@code
 *     schema}: apart, so that a platform that changes rungs leaves nothing within reach
 * @param server the server of all services that have none of their own
 * @param backup how the servers are backed up as a whole; empty where they are not
 * @param production whether real users' data live here, so that nothing may destroy them by command
 */
public record Manifest(
        Path file,
        String platform,
        Isolation isolation,
        Map<Isolation, String> sharedDatabases,
        ServerBudget server,
        Optional<Gateway> gateway,
        Optional<Backup> backup,
        boolean production,
        List<Service> services) {

    public static final String FILE_NAME = "platform.yaml";

    public Manifest {
        sharedDatabases = Map.copyOf(sharedDatabases);
        services = List.copyOf(services);
    }

    /**
     * @throws InvalidManifest listing everything that is wrong with the file
     */
    public static Manifest read(Path file) {
        return read(file, null);
    }

    /**
     * The same platform with every service on one rung, whatever the file says.
     *
     * @param isolation the rung, or null for what the file says
     * @throws InvalidManifest listing everything that is wrong with the file, or cannot be on this
     *     rung
     */
    public static Manifest read(Path file, @Nullable Isolation isolation) {
        return new ManifestReader(file.toAbsolutePath().normalize(), isolation).read();
    }

    /**
     * The platform as it would be if the file held this text.
     *
     * @throws InvalidManifest listing everything that is wrong with it
     */
    public static Manifest of(Path file, String text) {
        return new ManifestReader(file.toAbsolutePath().normalize(), null, text).read();
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

    /** The platform's name where PostgreSQL wants one without quotes. */
    public String identifier() {
        return platform.replace('-', '_');
    }

    /** The database of all services on a rung that {@linkplain Isolation#sharesDatabase shares}. */
    String sharedDatabase(Isolation rung) {
        return Objects.requireNonNull(sharedDatabases.get(rung));
    }

    /** The database that a service's tables live in. */
    public String databaseOf(Service service) {
        return service.isolation().sharesDatabase()
                ? sharedDatabase(service.isolation())
                : service.database().orElse(service.name() + "_db");
    }

    /** The schema that a service's tables live in. */
    public String schemaOf(Service service) {
        return service.isolation() == Isolation.PREFIX
                ? identifier()
                : service.schema().orElse(service.name());
    }

    /** Whether two services share server and database. */
    public boolean together(Service one, Service other) {
        return one.isolation() != Isolation.SERVER
                && other.isolation() != Isolation.SERVER
                && databaseOf(one).equals(databaseOf(other));
    }

    /** The services whose views a service reads in a database that is not its own. */
    public List<Service> readsElsewhere(Service service) {
        return service.reads().stream()
                .map(this::service)
                .filter(it -> !together(service, it))
                .toList();
    }

    /** The connections of a service's runtime user, wherever it may connect. */
    public int userConnections(Service service) {
        return service.userConnections()
                + readsElsewhere(service).size() * service.pooledConnections();
    }

    /** What the server of a service that has its own must offer. */
    public ServerBudget budget(Service service) {
        var index = services.indexOf(service);
        var guests =
                services.stream()
                        .filter(it -> readsElsewhere(it).contains(service))
                        .mapToInt(Service::pooledConnections)
                        .sum();
        return new ServerBudget(
                server.port() + 1 + index,
                service.connections() + guests + server.reservedConnections(),
                server.reservedConnections());
    }

    /** The same platform for a short life, of which nothing is kept. */
    public Manifest withoutBackup() {
        return with(Optional.empty(), services);
    }

    /** The same platform with one service on another rung. */
    public Manifest with(String service, Isolation rung) {
        service(service);
        return with(
                backup,
                services.stream().map(it -> it.name().equals(service) ? it.on(rung) : it).toList());
    }

    /** The same platform with these services and no other. */
    public Manifest only(String... names) {
        var wanted = Arrays.asList(names);
        wanted.forEach(this::service);
        return with(
                backup,
                services.stream()
                        .filter(it -> wanted.contains(it.name()))
                        .map(it -> it.readingOnly(wanted))
                        .toList());
    }

    private Manifest with(Optional<Backup> otherBackup, List<Service> otherServices) {
        return new Manifest(
                file,
                platform,
                isolation,
                sharedDatabases,
                server,
                gateway,
                otherBackup,
                production,
                otherServices);
    }
}
