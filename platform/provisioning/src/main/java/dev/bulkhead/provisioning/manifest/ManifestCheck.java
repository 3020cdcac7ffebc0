package dev.bulkhead.provisioning.manifest;

import dev.bulkhead.provisioning.manifest.ManifestReader.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What no single line shows: names that meet, contracts that cannot hold, too few connections. */
class ManifestCheck {

    private final Manifest manifest;
    private final Section root;
    private final Problems problems;

    ManifestCheck(Manifest manifest, Section root, Problems problems) {
        this.manifest = manifest;
        this.root = root;
        this.problems = problems;
    }

    void run() {
        databases();
        schemas();
        prefixes();
        for (var service : manifest.services()) {
            reads(service);
            references(service);
        }
        if (problems.isEmpty()) {
            budget();
        }
    }

    /** On one server no two services have a database of the same name. */
    private void databases() {
        var holders = new HashMap<String, String>();
        manifest.services().stream()
                .filter(it -> it.isolation().sharesDatabase())
                .forEach(it -> holders.put(manifest.databaseOf(it), "the platform"));
        for (var it : onSharedServer()) {
            if (!it.isolation().sharesDatabase()) {
                refuseTwice(holders, it, "database", manifest.databaseOf(it));
            }
        }
    }

    private void schemas() {
        var holders = new HashMap<String, String>();
        manifest.services().stream()
                .filter(it -> it.isolation() == Isolation.PREFIX)
                .forEach(it ->
                        holders.put(
                                manifest.databaseOf(it) + "." + manifest.schemaOf(it),
                                "the platform"));
        for (var it : onSharedServer()) {
            var database = manifest.databaseOf(it) + ".";
            if (it.isolation() != Isolation.PREFIX) {
                refuseTwice(holders, it, "schema", database + manifest.schemaOf(it));
            }
            refuseTwice(holders, it, "schema", database + it.name() + "_api");
        }
    }

    private void refuseTwice(
            HashMap<String, String> holders, Service service, String what, String name) {
        var first = holders.putIfAbsent(name, "service \"%s\"".formatted(service.name()));
        if (first != null) {
            problems.add(
                    line(service, what),
                    "%s %s of service \"%s\" is taken by %s"
                            .formatted(what, name, service.name(), first));
        }
    }

    private List<Service> onSharedServer() {
        return manifest.services().stream()
                .filter(it -> it.isolation() != Isolation.SERVER)
                .toList();
    }

    /** With one user for all there is one set of limits, and names must tell tables apart. */
    private void prefixes() {
        var prefixed =
                manifest.services().stream()
                        .filter(it -> it.isolation() == Isolation.PREFIX)
                        .toList();
        for (var it : prefixed) {
            for (var key : List.of("limits", "owner_limits")) {
                if (section(it).filter(section -> section.has(key)).isPresent()) {
                    problems.add(
                            line(it, key),
                            "\"%s\" of service \"%s\" cannot hold on the rung prefix, where all services share one user"
                                    .formatted(key, it.name()));
                }
            }
            prefixed.stream()
                    .filter(other -> other.name().startsWith(it.name() + "_"))
                    .forEach(other ->
                            problems.add(
                                    line(other, ""),
                                    "tables of service \"%s\" could be taken for tables of \"%s\" on the rung prefix"
                                            .formatted(other.name(), it.name())));
        }
        if (!prefixed.isEmpty()) {
            manifest.services().stream()
                    .filter(it -> it.isolation() != Isolation.PREFIX)
                    .filter(it -> it.name().equals(manifest.identifier()))
                    .forEach(it ->
                            problems.add(
                                    line(it, ""),
                                    "the roles of service \"%s\" are those of the platform, which the services on the rung prefix share"
                                            .formatted(it.name())));
        }
    }

    private void reads(Service reader) {
        for (var name : reader.reads()) {
            var target =
                    manifest.services().stream().filter(it -> it.name().equals(name)).findFirst();
            if (target.isEmpty()) {
                problems.add(
                        line(reader, "reads"),
                        "service \"%s\" reads \"%s\", which is no service%s"
                                .formatted(
                                        reader.name(), name, Spelling.suggestion(name, names())));
            } else if (name.equals(reader.name())) {
                problems.add(
                        line(reader, "reads"),
                        "service \"%s\" reads itself; leave it out".formatted(name));
            } else if (!manifest.together(reader, target.get()) && !target.get().shared()) {
                problems.add(
                        line(reader, "reads"),
                        "service \"%1$s\" (%2$s) cannot read views of \"%3$s\" (%4$s): they live in different databases; put both on the rung schema, or open the database of \"%3$s\" to its readers with \"shared: true\""
                                .formatted(
                                        reader.name(),
                                        reader.isolation().word(),
                                        name,
                                        target.get().isolation().word()));
            }
        }
    }

    private void references(Service service) {
        for (var it : service.references()) {
            if (!it.service().equals(service.name()) && !service.reads().contains(it.service())) {
                problems.add(
                        line(service, "references"),
                        "%s refers to \"%s\", which service \"%s\" may not read; add it to \"reads\""
                                .formatted(
                                        it.table() + "." + it.column(),
                                        it.service(),
                                        service.name()));
            }
        }
    }

    private String[] names() {
        return manifest.services().stream().map(Service::name).toArray(String[]::new);
    }

    private void budget() {
        var counted = new ArrayList<String>();
        var wanted = 0;
        for (var it : onSharedServer()) {
            var connections = manifest.userConnections(it) + it.ownerConnections();
            wanted += connections;
            counted.add(it.name() + " " + connections);
        }
        if (wanted > manifest.server().available()) {
            var line = root.section("server").map(it -> it.line("max_connections")).orElse(1);
            problems.add(
                    line,
                    "the services may open %d connections (%s), but max_connections %d less %d reserved leaves %d"
                            .formatted(
                                    wanted,
                                    counted.stream().collect(Collectors.joining(", ")),
                                    manifest.server().maxConnections(),
                                    manifest.server().reservedConnections(),
                                    manifest.server().available()));
        }
    }

    /** The line of a key, or of the service when it does not have it. */
    private int line(Service service, String key) {
        return section(service).map(it -> it.line(key)).orElse(1);
    }

    private Optional<Section> section(Service service) {
        return root.section("services")
                .flatMap(it ->
                        it.section(service.name(), "service \"%s\"".formatted(service.name())));
    }
}
