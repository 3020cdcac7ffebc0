package dev.bulkhead.provisioning.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a manifest node by node, so that every complaint can name its line. */
class ManifestReader {

    private static final Pattern PLATFORM_NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern SERVICE_NAME =
            Pattern.compile("[a-z](?:[a-z0-9_]{0,29}[a-z0-9])?");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern TABLE_COLUMN =
            Pattern.compile("([a-z_][a-z0-9_]*)\\.([a-z_][a-z0-9_]*)");
    private static final Pattern VIEW_COLUMN =
            Pattern.compile("([a-z][a-z0-9_]*)\\.([a-z_][a-z0-9_]*)\\.([a-z_][a-z0-9_]*)");
    private static final Pattern SECRET = Pattern.compile("[a-z][a-z0-9_]{0,30}");

    /**
     * Names that are something else already: roles, databases, schemas, or words of the manifest.
     */
    private static final Set<String> RESERVED =
            Set.of("postgres", "public", "pg", "template0", "template1", "gateway", "all");

    /** PostgreSQL's own schemas, and those that begin with {@code pg_}. */
    private static final Set<String> RESERVED_SCHEMAS = Set.of("public", "information_schema");

    private static final Set<String> RESERVED_DATABASES =
            Set.of("postgres", "template0", "template1");

    /** Would be the file of a password. */
    private static final Set<String> RESERVED_SECRETS = Set.of("owner", "user");

    private final Path file;
    private final @Nullable Isolation override;
    private final @Nullable String text;
    private final Problems problems;
    private final Map<Integer, String> ports = new HashMap<>();
    private boolean hasGateway;

    ManifestReader(Path file, @Nullable Isolation override) {
        this(file, override, null);
    }

    /**
     * @param text what to take for the file's; null to read it
     */
    ManifestReader(Path file, @Nullable Isolation override, @Nullable String text) {
        this.file = file;
        this.override = override;
        this.text = text;
        this.problems = new Problems(Objects.toString(file.getFileName()));
    }

    Manifest read() {
        var manifest = root().map(this::manifest);
        problems.refuseAny();
        return manifest.orElseThrow();
    }

    private Optional<Section> root() {
        try (var reader = text == null ? Files.newBufferedReader(file) : new StringReader(text)) {
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(true); // reported with the others, not one by one
            var node = new Yaml(options).compose(reader);
            if (node instanceof MappingNode mapping) {
                return Optional.of(new Section("the manifest", 1, mapping, problems));
            }
            problems.add(1, "a manifest is a mapping that starts with \"platform:\"");
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            problems.add(
                    mark == null ? 1 : mark.getLine() + 1, "is no valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(1, "is no valid YAML: " + e.getMessage());
        } catch (IOException e) {
            problems.add(1, "cannot be read: " + e);
        }
        return Optional.empty();
    }

    private Manifest manifest(Section root) {
        root.allow(
                "platform",
                "isolation",
                "production",
                "database",
                "server",
                "gateway",
                "limits",
                "owner_limits",
                "backup",
                "services");
        hasGateway = root.has("gateway");
        var platform = root.text("platform", "", PLATFORM_NAME, "a name such as \"bulkhead\"");
        var isolation = isolation(root, Isolation.DATABASE);
        var userLimits = limits(root, "limits", Limits.OF_USER);
        var ownerLimits = limits(root, "owner_limits", Limits.OF_OWNER);

        var server =
                root.section("server").map(this::server).orElse(new ServerBudget(5432, 100, 20));
        var gateway =
                root.has("gateway")
                        ? root.section("gateway").map(this::gateway)
                        : Optional.<Gateway>empty();

        var backup =
                root.has("backup")
                        ? root.section("backup").map(new BackupReader(folder(), problems)::read)
                        : Optional.<Backup>empty();
        var sharedDatabases = sharedDatabases(root, platform.replace('-', '_'));

        var services = new ArrayList<Service>();
        root.section("services")
                .ifPresent(section -> {
                    if (section.isEmpty()) {
                        problems.add(section.line(), "\"services\" names no service");
                    }
                    section.forEach((name, line) -> {
                        checkName(name, line);
                        section.section(name, "service \"%s\"".formatted(name))
                                .map(it -> service(name, it, isolation, userLimits, ownerLimits))
                                .ifPresent(services::add);
                    });
                });
        var manifest =
                new Manifest(
                        file,
                        platform,
                        isolation,
                        sharedDatabases,
                        server,
                        gateway,
                        backup,
                        root.flag("production"),
                        services);
        if (problems.isEmpty()) {
            new ManifestCheck(manifest, root, problems).run();
        }
        return manifest;
    }

    private ServerBudget server(Section section) {
        section.allow("port", "max_connections", "reserved_connections");
        var port = port(section, "the server", 5432);
        var max = section.number("max_connections", 100, 10, 10_000);
        var reserved = section.number("reserved_connections", 20, 1, 1_000);
        if (reserved >= max) {
            problems.add(
                    section.line("reserved_connections"),
                    "reserved_connections %d leaves none of max_connections %d"
                            .formatted(reserved, max));
        }
        return new ServerBudget(port, max, reserved);
    }

    private Gateway gateway(Section section) {
        section.allow("module", "port");
        return new Gateway(module(section), requiredPort(section, "the gateway"));
    }

    private Service service(
            String name,
            Section section,
            Isolation platforms,
            Limits userLimits,
            Limits ownerLimits) {
        section.allow(
                "module",
                "port",
                "pool",
                "replicas",
                "isolation",
                "database",
                "schema",
                "reads",
                "shared",
                "append_only",
                "row_security",
                "references",
                "secrets",
                "limits",
                "owner_limits");
        return new Service(
                name,
                module(section),
                servicePort(section, "service \"%s\"".formatted(name)),
                section.required("pool") ? section.number("pool", 1, 1, 1_000) : 1,
                section.number("replicas", 1, 1, 100),
                isolation(section, platforms),
                section.has("database") ? database(section) : Optional.empty(),
                section.has("schema") ? schema(section) : Optional.empty(),
                section.words("reads", SERVICE_NAME, "the name of a service"),
                section.flag("shared"),
                section.words("append_only", IDENTIFIER, "the name of a table"),
                section.words("row_security", IDENTIFIER, "the name of a table"),
                references(section),
                secrets(section),
                limits(section, "limits", userLimits),
                limits(section, "owner_limits", ownerLimits));
    }

    /** A name that the file gives is meant for the rung that the file names. */
    private Map<Isolation, String> sharedDatabases(Section root, String platform) {
        var names = new EnumMap<Isolation, String>(Isolation.class);
        names.put(Isolation.PREFIX, platform + "_prefix_db");
        names.put(Isolation.SCHEMA, platform + "_db");
        if (root.has("database")) {
            var rung = named(root).filter(Isolation::sharesDatabase).orElse(Isolation.SCHEMA);
            database(root).ifPresent(name -> names.put(rung, name));
        }
        return names;
    }

    private static Optional<Isolation> named(Section root) {
        return root.has("isolation")
                ? Optional.ofNullable(root.value("isolation")).flatMap(Isolation::of)
                : Optional.empty();
    }

    private Optional<String> database(Section section) {
        return name(section, "database", "a database", RESERVED_DATABASES);
    }

    private Optional<String> schema(Section section) {
        return name(section, "schema", "a schema", RESERVED_SCHEMAS);
    }

    private Optional<String> name(Section section, String key, String what, Set<String> reserved) {
        var name = section.text(key, "", IDENTIFIER, "the name of " + what);
        if (reserved.contains(name) || name.startsWith("pg_")) {
            problems.add(
                    section.line(key),
                    "\"%s\" is PostgreSQL's own and cannot be the %s of %s"
                            .formatted(name, key, section.name()));
        }
        return Optional.of(name).filter(it -> !it.isEmpty());
    }

    private List<Reference> references(Section parent) {
        if (!parent.has("references")) {
            return List.of();
        }
        var references = new ArrayList<Reference>();
        parent.section("references", "references of " + parent.name())
                .ifPresent(section ->
                        section.forEach((key, line) -> {
                            var from = TABLE_COLUMN.matcher(key);
                            if (!from.matches()) {
                                problems.add(
                                        line,
                                        "\"%s\" in %s is not a table and its column, such as orders.user_id"
                                                .formatted(key, section.name()));
                                return;
                            }
                            var target =
                                    section.match(
                                            key,
                                            VIEW_COLUMN,
                                            "a service, a view it publishes and its column, such as"
                                                    + " auth.users.id");
                            if (target != null) {
                                var to = VIEW_COLUMN.matcher(target);
                                to.matches();
                                references.add(
                                        new Reference(
                                                from.group(1),
                                                from.group(2),
                                                to.group(1),
                                                to.group(2),
                                                to.group(3)));
                            }
                        }));
        return references;
    }

    private List<String> secrets(Section section) {
        var names = section.words("secrets", SECRET, "the name of a secret");
        names.stream()
                .filter(RESERVED_SECRETS::contains)
                .forEach(it ->
                        problems.add(
                                section.line("secrets"),
                                "\"%s\" cannot be a secret: its file would be the password of a role"
                                        .formatted(it)));
        return names;
    }

    private void checkName(String name, int line) {
        if (!SERVICE_NAME.matcher(name).matches()) {
            problems.add(
                    line,
                    "\"%s\" is no name for a service: a small letter, then at most 30 small letters, digits or inner _"
                            .formatted(name));
        } else if (RESERVED.contains(name)) {
            problems.add(line, "\"%s\" is reserved and cannot name a service".formatted(name));
        }
    }

    private Isolation isolation(Section section, Isolation otherwise) {
        if (!section.has("isolation")) {
            return override == null ? otherwise : override;
        }
        var word = section.text("isolation", otherwise.word(), null, "a word");
        var isolation = Isolation.of(word);
        if (isolation.isEmpty()) {
            problems.add(
                    section.line("isolation"),
                    "unknown isolation \"%s\"; there are %s".formatted(word, Isolation.words()));
        }
        return override == null ? isolation.orElse(otherwise) : override;
    }

    private Path module(Section section) {
        if (!section.required("module")) {
            return folder();
        }
        var text = section.text("module", "", null, "a folder");
        var module = folder().resolve(text).normalize();
        if (!text.isEmpty() && !Files.isDirectory(module)) {
            problems.add(
                    section.line("module"),
                    "module \"%s\" of %s is no folder beside this file"
                            .formatted(text, section.name()));
        }
        return module;
    }

    private Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /** Behind a gateway every service serves HTTP; otherwise there may be databases only. */
    private OptionalInt servicePort(Section section, String holder) {
        return section.has("port") || hasGateway
                ? OptionalInt.of(requiredPort(section, holder))
                : OptionalInt.empty();
    }

    private int requiredPort(Section section, String holder) {
        return section.required("port") ? port(section, holder, 1) : 1;
    }

    private int port(Section section, String holder, int otherwise) {
        var port = section.number("port", otherwise, 1, 65_535);
        if (section.has("port") && section.isNumber("port")) {
            var first = ports.putIfAbsent(port, holder);
            if (first != null) {
                problems.add(
                        section.line("port"),
                        "port %d of %s is taken by %s".formatted(port, holder, first));
            }
        }
        return port;
    }

    private Limits limits(Section parent, String key, Limits inherited) {
        if (!parent.has(key)) {
            return inherited;
        }
        var changes = new LinkedHashMap<String, String>();
        parent.section(key, "%s of %s".formatted(key, parent.name()))
                .ifPresent(section -> {
                    section.allow(Limits.KNOWN.toArray(String[]::new));
                    section.forEach((name, line) -> {
                        if (Limits.KNOWN.contains(name)) {
                            var value = limit(section, name);
                            if (value != null) {
                                changes.put(name, value);
                            }
                        }
                    });
                });
        return inherited.with(changes);
    }

    private @Nullable String limit(Section section, String name) {
        var size = name.endsWith("_limit");
        return section.match(
                name,
                size
                        ? Pattern.compile("[1-9][0-9]{0,8}(kB|MB|GB)")
                        : Pattern.compile("[1-9][0-9]{0,8}(ms|s|min|h)"),
                size ? "a size such as 64MB" : "a duration such as 5s");
    }

    /** Everything found wrong so far. */
    static class Problems {

        private final String fileName;
        private final List<Problem> found = new ArrayList<>();

        Problems(String fileName) {
            this.fileName = fileName;
        }

        void add(int line, String reason) {
            var problem = new Problem(fileName, line, reason);
            if (!found.contains(problem)) {
                found.add(problem);
            }
        }

        boolean isEmpty() {
            return found.isEmpty();
        }

        void refuseAny() {
            if (!found.isEmpty()) {
                found.sort(Comparator.comparingInt(Problem::line));
                throw new InvalidManifest(found);
            }
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    static @Nullable String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}
