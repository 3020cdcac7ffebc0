package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Gateway;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.toolbox.move.AddressFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Derives from the manifest which JVMs there are, where each listens, and what each is told. */
public final class Members {

    /** The front's name in the manifest and on the command line. */
    public static final String GATEWAY = "gateway";

    /** The service that signs the tokens which all others check. */
    private static final String ISSUER = "auth";

    private static final String URL = "SPRING_DATASOURCE_URL";

    private final Checkout checkout;
    private final Manifest manifest;
    private final PortChoices choices;

    public Members(Checkout checkout, Manifest manifest, PortChoices choices) {
        this.checkout = checkout;
        this.manifest = manifest;
        this.choices = choices;
        choices.onlyFor(known());
    }

    private Set<String> known() {
        var names = new TreeSet<String>();
        manifest.services().forEach(service -> names.add(service.name()));
        manifest.gateway().ifPresent(_ -> names.add(GATEWAY));
        names.addAll(Servers.names(manifest));
        return names;
    }

    /** Services of which only the databases are here: nothing says where they would listen. */
    public List<String> withoutApplication() {
        return manifest.services().stream()
                .filter(it -> it.port().isEmpty())
                .map(Service::name)
                .toList();
    }

    /** Services first, the gateway last. */
    public List<Member> all() {
        return Stream.concat(
                        manifest.services().stream()
                                .filter(it -> it.port().isPresent())
                                .map(it -> new Member(module(it), it.name(), false, port(it))),
                        manifest.gateway().stream()
                                .map(it -> new Member(module(it), GATEWAY, true, port(it))))
                .toList();
    }

    public Set<Integer> ports() {
        return all().stream().map(Member::port).collect(Collectors.toSet());
    }

    /** Where a manifest's applications listen, unless they are moved. */
    static Set<Integer> ports(Manifest manifest) {
        return Stream.concat(
                        manifest.services().stream().flatMap(it -> it.port().stream().boxed()),
                        manifest.gateway().stream().map(Gateway::port))
                .collect(Collectors.toSet());
    }

    /** What a member without a database is told. */
    Map<String, String> environment(Member member) {
        var environment = shared(member.port());
        environment.put("BULKHEAD_DATA", checkout.data(member.key()).toString());
        return environment;
    }

    /** What a service is told; secrets only as paths of files. */
    Map<String, String> environment(Member member, Provisioning provisioning) {
        var environment = environment(member);
        environment.putAll(own(manifest.service(member.key()), provisioning));
        environment.put("BULKHEAD_DB_ADDRESS_FILE", checkout.address(member.key()).toString());
        return environment;
    }

    /** What cannot be changed without a restart: the address can, by its file. */
    static Map<String, String> fixed(Map<String, String> environment) {
        var fixed = new TreeMap<>(environment);
        fixed.remove(URL);
        return fixed;
    }

    /** Tells a service, also one that runs, where its database is. */
    void tellAddress(Member member, Map<String, String> environment) {
        var url = environment.get(URL);
        if (url != null) {
            var file = new AddressFile(checkout.address(member.key()));
            if (file.pauses() || !file.url().equals(Optional.of(url))) {
                file.serve(url);
            }
        }
    }

    private static Map<String, String> own(Service service, Provisioning provisioning) {
        var place = provisioning.database(service.name());
        var secrets = provisioning.secrets();
        var environment = new TreeMap<String, String>();
        environment.put(URL, provisioning.server(place).url(place.database()));
        environment.put("SPRING_DATASOURCE_USERNAME", place.user());
        environment.put("BULKHEAD_DB_PREFIX", place.prefix());
        environment.put("BULKHEAD_DB_OWNER_ROLE", place.owner());
        environment.put("BULKHEAD_DB_PASSWORD_FILE", secrets.file(place.user()).toString());
        environment.put("BULKHEAD_DB_POOL", String.valueOf(service.pool()));
        for (var secret : service.secrets()) {
            environment.put(
                    "BULKHEAD_" + upper(service.name()) + "_" + upper(secret) + "_FILE",
                    secrets.file(service.name(), secret).toString());
        }
        return environment;
    }

    /** Addresses, which are no secret: everyone may know where everyone is. */
    private Map<String, String> shared(int ownPort) {
        var environment = new TreeMap<String, String>();
        environment.put("SERVER_PORT", String.valueOf(ownPort));
        for (var service : manifest.services()) {
            if (service.port().isEmpty()) {
                continue;
            }
            environment.put(
                    "BULKHEAD_" + upper(service.name()) + "_URL",
                    "http://127.0.0.1:" + port(service));
            if (service.name().equals(ISSUER)) {
                environment.put(
                        "BULKHEAD_JWKS_URI",
                        "http://127.0.0.1:" + port(service) + "/api/auth/jwks");
            }
        }
        manifest.gateway()
                .ifPresent(gateway ->
                        environment.put(
                                "BULKHEAD_ISSUER",
                                "http://localhost:" + port(gateway) + "/api/" + ISSUER));
        return environment;
    }

    private int port(Service service) {
        return choices.of(service.name()).orElseGet(service.port()::getAsInt);
    }

    private int port(Gateway gateway) {
        return choices.of(GATEWAY).orElse(gateway.port());
    }

    private static String module(Service service) {
        return service.module().getFileName().toString();
    }

    private static String module(Gateway gateway) {
        return gateway.module().getFileName().toString();
    }

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
