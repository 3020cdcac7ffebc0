package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.manifest.ServerBudget;
import dev.bulkhead.provisioning.plan.DatabaseCatalog.DefaultsKey;
import dev.bulkhead.provisioning.plan.Grants.Changes;
import dev.bulkhead.provisioning.plan.Grants.Style;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.provisioning.server.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the server's catalogues with what the services need, and lists what to change. */
public final class Planner {

    private static final int OLDEST_VERSION = 15;

    /** Keeps half-open logins, which no connection limit counts, from piling up. */
    private static final int AUTHENTICATION_SECONDS = 5;

    /** Names the service's schema, so that neither SQL nor entities have to. */
    static final String SEARCH_PATH = "search_path";

    private static final List<String> SHARED_DATABASES = List.of("postgres", "template1");

    private final DatabaseServer server;
    private final ServerBudget budget;
    private final Secrets secrets;
    private final Scope scope;
    private final List<Step> steps = new ArrayList<>();

    /** Roles that exist or are created: others come later, and their grants with them. */
    private final Set<String> known = new LinkedHashSet<>();

    private Planner(DatabaseServer server, ServerBudget budget, Secrets secrets, Scope scope) {
        this.server = server;
        this.budget = budget;
        this.secrets = secrets;
        this.scope = scope;
    }

    /**
     * @param residents the services whose tables are on this server
     * @param guests services that may read what the residents publish, wherever they live
     * @param scope whose things are changed; the server's own always are
     */
    public static ServerPlan plan(
            DatabaseServer server,
            ServerBudget budget,
            Secrets secrets,
            Collection<ServiceDatabase> residents,
            Collection<ServiceDatabase> guests,
            Scope scope) {
        var planner = new Planner(server, budget, secrets, scope);
        planner.compare(residents, guests);
        return new ServerPlan(server, planner.steps);
    }

    /**
     * What a fresh copy lacks: PostgreSQL copies what is in a database, but neither who may connect
     * nor its settings.
     *
     * @return statements for the connection, which is the administrator's
     */
    public static List<String> ofCopy(
            DatabaseServer server,
            ServerBudget budget,
            Secrets secrets,
            Connection connection,
            ServiceDatabase copy)
            throws SQLException {
        var planner = new Planner(server, budget, secrets, Scope.ALL);
        planner.database(
                new WantedDatabase(copy.database(), List.of(copy), List.of()),
                ServerCatalog.read(connection, List.of(), List.of(copy.database())));
        return planner.steps.stream()
                .map(Step.Statements.class::cast)
                .flatMap(it -> it.statements().stream())
                .toList();
    }

    /**
     * What a draft of a service's tables lacks to take their place: owners, grants and, where it is
     * a database of its own, the database itself and its settings. Nothing else is looked at.
     *
     * @param live what it is a draft of
     * @param all every service, some of which may read what this one publishes
     */
    public static ServerPlan ofDraft(
            DatabaseServer server,
            ServerBudget budget,
            Secrets secrets,
            ServiceDatabase live,
            ServiceDatabase draft,
            Collection<ServiceDatabase> all) {
        var planner = new Planner(server, budget, secrets, Scope.ALL);
        var others =
                all.stream()
                        .filter(it -> !it.service().name().equals(live.service().name()))
                        .map(it -> it.readingInstead(live, draft))
                        .filter(it ->
                                it.reads().stream()
                                        .anyMatch(read -> read.schema().equals(draft.api())))
                        .toList();
        var wanted = new WantedDatabase(draft.database(), List.of(draft), others);
        var catalog = planner.catalog(List.of(), List.of(draft.database()));
        if (draft.database().equals(live.database())) {
            planner.contents(
                    wanted,
                    planner.contentsOf(wanted, List.of())
                            .only(wanted.schemas().keySet(), draft.owner()));
        } else {
            planner.database(wanted, catalog);
            planner.contents(
                    wanted,
                    planner.contents(List.of(wanted), catalog, List.of()).get(wanted.name()));
        }
        return new ServerPlan(server, planner.steps);
    }

    /** The statement that makes a database like those of the services, and nobody else's. */
    public static String newDatabase(String name, int majorVersion, int connections) {
        var locale =
                majorVersion >= 17
                        ? " locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
                        : "";
        return "create database %s template template0 encoding 'UTF8'%s connection limit %d"
                .formatted(Sql.name(name), locale, connections);
    }

    private void compare(
            Collection<ServiceDatabase> residents, Collection<ServiceDatabase> guests) {
        var wanted = WantedDatabase.of(residents, guests);
        var here = new ArrayList<>(residents);
        if (wanted.stream().noneMatch(it -> scope.changes(it) || scope.visits(it))) {
            return;
        }
        wanted.forEach(it -> here.addAll(it.guests()));
        var roles = WantedRole.of(residents, here);
        var roleNames = roles.stream().map(WantedRole::name).toList();
        var databaseNames = new LinkedHashSet<>(SHARED_DATABASES);
        wanted.forEach(it -> databaseNames.add(it.name()));

        var actual = catalog(roleNames, databaseNames);
        check(actual);
        server(actual);
        sharedDatabases(actual, roleNames);
        statementStatistics(actual.statementStatistics());
        var ours = roles.stream().filter(it -> scope.role(it.name())).toList();
        var withPassword = withPassword(ours, actual);
        ours.forEach(it -> role(it, actual, withPassword.contains(it.name())));
        memberships(actual);
        known.addAll(actual.roles().keySet());
        roleNames.stream().filter(scope::role).forEach(known::add);
        var affected = wanted.stream().filter(it -> affects(it, actual)).toList();
        var contents = contents(affected, actual, roleNames);
        for (var it : affected) {
            if (scope.changes(it)) {
                database(it, actual);
            } else {
                connect(it, actual.databases().get(it.name()), false);
            }
            contents(it, contents.get(it.name()));
        }
        straySettings(actual);
        strayGrants("postgres", actual.strayGrants());
        hba(residents, guests);
    }

    private ServerCatalog catalog(Collection<String> roles, Collection<String> databases) {
        try (var connection = server.connect()) {
            if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_VERSION) {
                throw new ProvisioningFailed(
                        "PostgreSQL %s at %s:%d is too old: %d or newer is needed."
                                .formatted(
                                        connection.getMetaData().getDatabaseProductVersion(),
                                        server.host(),
                                        server.port(),
                                        OLDEST_VERSION));
            }
            return ServerCatalog.read(connection, roles, databases);
        } catch (SQLException e) {
            throw server.refused(e, "its catalogues", server.administrator());
        }
    }

    private void check(ServerCatalog actual) {
        if (!actual.superuser()) {
            throw new ProvisioningFailed(
                    "%s is no superuser of the PostgreSQL at %s:%d; provisioning needs one."
                            .formatted(actual.currentUser(), server.host(), server.port()));
        }
        if (actual.maxConnections() < budget.maxConnections()) {
            throw new ProvisioningFailed(
                    "The manifest counts on %d connections, but PostgreSQL at %s:%d has max_connections = %d."
                            .formatted(
                                    budget.maxConnections(),
                                    server.host(),
                                    server.port(),
                                    actual.maxConnections()));
        }
    }

    private void server(ServerCatalog actual) {
        if (actual.authenticationTimeoutSeconds() != AUTHENTICATION_SECONDS) {
            steps.add(
                    new Step.ServerSetting(
                            "server: give a login %d seconds (was %d)"
                                    .formatted(
                                            AUTHENTICATION_SECONDS,
                                            actual.authenticationTimeoutSeconds()),
                            "authentication_timeout",
                            AUTHENTICATION_SECONDS + "s"));
        }
    }

    /** Nobody but administrators has business in the databases that every server has. */
    private void sharedDatabases(ServerCatalog actual, Collection<String> roles) {
        var unwanted = new LinkedHashSet<>(roles);
        unwanted.add(Sql.PUBLIC);
        for (var name : SHARED_DATABASES) {
            var database = actual.databases().get(name);
            if (database != null) {
                privileges(
                        "database " + name,
                        "postgres",
                        database.grants().only(unwanted),
                        Grants.none(),
                        Style.on("database " + Sql.name(name)),
                        true);
            }
        }
    }

    /**
     * Whoever sees the extension counts the statements of all services, so it stands where none of
     * them may connect. Statements that it does not normalise it must not keep at all.
     */
    private void statementStatistics(ServerCatalog.StatementStatistics actual) {
        if (!actual.loaded()) {
            return;
        }
        if (actual.tracksUtility()) {
            steps.add(
                    new Step.ServerSetting(
                            "server: keep no text of utility statements, which is not normalised",
                            "pg_stat_statements.track_utility",
                            "off"));
        }
        if (!actual.installed()) {
            add(
                    "database postgres: create pg_stat_statements, where no service sees it",
                    List.of("create extension pg_stat_statements"));
        }
    }

    private boolean affects(WantedDatabase wanted, ServerCatalog actual) {
        return scope.changes(wanted)
                || scope.visits(wanted) && actual.databases().containsKey(wanted.name());
    }

    /** The roles whose password is the one in their file; finding out is meant to take time. */
    private Set<String> withPassword(Collection<WantedRole> roles, ServerCatalog actual) {
        var names = new LinkedHashSet<String>();
        SideBySide.map(
                        roles.stream().map(WantedRole::name).toList(),
                        name -> {
                            var role = actual.roles().get(name);
                            return role != null
                                            && ScramVerifier.matches(
                                                    role.verifier(), secrets.password(name))
                                    ? Optional.of(name)
                                    : Optional.<String>empty();
                        })
                .forEach(it -> it.ifPresent(names::add));
        return names;
    }

    private void role(WantedRole wanted, ServerCatalog actual, boolean withPassword) {
        var name = wanted.name();
        var connections = wanted.connections();
        var settings = supported(wanted.settings(), actual.majorVersion());
        var password = secrets.password(name);
        var role = actual.roles().get(name);
        if (role == null) {
            var statements = new ArrayList<String>();
            statements.add(
                    "create role %s login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit %d password %s"
                            .formatted(
                                    Sql.name(name),
                                    connections,
                                    Sql.literal(
                                            ScramVerifier.of(password, actual.scramIterations()))));
            settings.forEach((key, value) -> statements.add(set(name, key, value)));
            add("role %s: create, %d connections at most".formatted(name, connections), statements);
            return;
        }
        attributes(name, connections, role);
        if (!withPassword) {
            add(
                    "role %s: set the password that is in %s".formatted(name, secrets.file(name)),
                    List.of(
                            "alter role %s password %s"
                                    .formatted(
                                            Sql.name(name),
                                            Sql.literal(
                                                    ScramVerifier.of(
                                                            password, actual.scramIterations())))));
        }
        settings.forEach((key, value) -> {
            var current = role.settings().get(key);
            if (current == null || !value.equals(unquoted(key, current))) {
                add(
                        "role %s: set %s to %s%s".formatted(name, key, value, was(current)),
                        List.of(set(name, key, value)));
            }
        });
        role.settings()
                .forEach((key, value) -> {
                    if (!settings.containsKey(key)) {
                        add(
                                "role %s: reset %s (was %s)".formatted(name, key, value),
                                List.of(
                                        "alter role %s reset %s"
                                                .formatted(Sql.name(name), Sql.setting(key))));
                    }
                });
    }

    private void attributes(String name, int connections, ServerCatalog.Role role) {
        var words = new ArrayList<String>();
        if (!role.login()) {
            words.add("login");
        }
        if (role.inherit()) {
            words.add("noinherit");
        }
        if (role.superuser()) {
            words.add("nosuperuser");
        }
        if (role.createDatabase()) {
            words.add("nocreatedb");
        }
        if (role.createRole()) {
            words.add("nocreaterole");
        }
        if (role.replication()) {
            words.add("noreplication");
        }
        if (role.bypassRls()) {
            words.add("nobypassrls");
        }
        if (role.connectionLimit() != connections) {
            words.add("connection limit " + connections);
        }
        if (role.expires()) {
            words.add("valid until 'infinity'");
        }
        if (!words.isEmpty()) {
            add(
                    "role %s: make it %s".formatted(name, String.join(", ", words)),
                    List.of("alter role %s %s".formatted(Sql.name(name), String.join(" ", words))));
        }
    }

    /** Roles stand alone: none acts as another, and nobody but a superuser acts as them. */
    private void memberships(ServerCatalog actual) {
        for (var it : actual.memberships()) {
            if (!scope.role(it.member()) && !scope.role(it.role())) {
                continue;
            }
            add(
                    "role %s: may no longer act as %s".formatted(it.member(), it.role()),
                    List.of(
                            "revoke %s from %s granted by %s cascade"
                                    .formatted(
                                            Sql.name(it.role()),
                                            Sql.name(it.member()),
                                            Sql.name(it.grantor()))));
        }
    }

    private void database(WantedDatabase wanted, ServerCatalog actual) {
        var name = wanted.name();
        var database = actual.databases().get(name);
        var limit = wanted.connections();
        if (database == null) {
            steps.add(
                    new Step.NewDatabase(
                            "database %s: create".formatted(name),
                            name,
                            newDatabase(name, actual.majorVersion(), limit)));
        } else {
            if (!database.allowsConnections()) {
                add(
                        "database %s: allow connections".formatted(name),
                        List.of(
                                "alter database %s allow_connections true"
                                        .formatted(Sql.name(name))));
            }
            if (!database.owner().equals(actual.currentUser())) {
                add(
                        "database %s: give it to %s (was %s's)"
                                .formatted(name, actual.currentUser(), database.owner()),
                        List.of(
                                "alter database %s owner to %s"
                                        .formatted(
                                                Sql.name(name), Sql.name(actual.currentUser()))));
            }
            if (database.connectionLimit() != limit) {
                add(
                        "database %s: allow %d connections (was %d)"
                                .formatted(name, limit, database.connectionLimit()),
                        List.of(
                                "alter database %s connection limit %d"
                                        .formatted(Sql.name(name), limit)));
            }
        }
        connect(wanted, database, true);
        databaseSettings(
                name, wanted.searchPath(), database == null ? Map.of() : database.settings());
    }

    private void connect(
            WantedDatabase wanted, ServerCatalog.@Nullable Database database, boolean inScope) {
        var connect = Grants.none();
        wanted.roles().forEach(it -> connect.and(it, "CONNECT"));
        privileges(
                "database " + wanted.name(),
                "postgres",
                database == null
                        ? Grants.to(Sql.PUBLIC, "CONNECT", "TEMPORARY")
                        : database.grants(),
                connect,
                Style.on("database " + Sql.name(wanted.name())),
                inScope);
    }

    private void databaseSettings(
            String database, Optional<String> schema, Map<String, String> actual) {
        var path = actual.get(SEARCH_PATH);
        schema.ifPresent(name -> {
            if (path == null || !unquoted(SEARCH_PATH, path).equals(name)) {
                add(
                        "database %s: set %s to %s%s"
                                .formatted(database, SEARCH_PATH, name, was(path)),
                        List.of(
                                "alter database %s set %s = %s"
                                        .formatted(
                                                Sql.name(database), SEARCH_PATH, Sql.name(name))));
            }
        });
        actual.forEach((key, value) -> {
            if (schema.isEmpty() || !key.equals(SEARCH_PATH)) {
                add(
                        "database %s: reset %s (was %s)".formatted(database, key, value),
                        List.of(
                                "alter database %s reset %s"
                                        .formatted(Sql.name(database), Sql.setting(key))));
            }
        });
    }

    /** A search path comes back with quotes where a name needs them. */
    private static String unquoted(String key, String value) {
        return key.equals(SEARCH_PATH) ? value.replace("\"", "") : value;
    }

    private void straySettings(ServerCatalog actual) {
        for (var it : actual.settingsInDatabases()) {
            if (!scope.role(it.role())) {
                continue;
            }
            add(
                    "role %s: reset %s in database %s"
                            .formatted(it.role(), it.name(), it.database()),
                    List.of(
                            "alter role %s in database %s reset %s"
                                    .formatted(
                                            Sql.name(it.role()),
                                            Sql.name(it.database()),
                                            Sql.setting(it.name()))));
        }
    }

    /** What is in each database, but for those that let nobody look inside; the next plan will. */
    private Map<String, DatabaseCatalog> contents(
            Collection<WantedDatabase> wanted, ServerCatalog catalog, Collection<String> roles) {
        var contents = new LinkedHashMap<String, DatabaseCatalog>();
        var readable = new ArrayList<WantedDatabase>();
        for (var it : wanted) {
            var database = catalog.databases().get(it.name());
            if (database == null) {
                contents.put(it.name(), DatabaseCatalog.fresh());
            } else if (database.allowsConnections()) {
                readable.add(it);
            }
        }
        var found = SideBySide.map(readable, it -> contentsOf(it, roles));
        for (int i = 0; i < readable.size(); i++) {
            contents.put(readable.get(i).name(), found.get(i));
        }
        return contents;
    }

    private void contents(WantedDatabase wanted, @Nullable DatabaseCatalog actual) {
        if (actual == null) {
            return;
        }
        schemas(wanted, actual);
        defaults(wanted, actual);
        var schemas = wanted.schemas();
        for (var it : actual.entities()) {
            entity(wanted, Objects.requireNonNull(schemas.get(it.schema())), it);
        }
        strayGrants(wanted.name(), actual.strayGrants());
        for (var it : actual.columnGrants()) {
            if (!scope.covers(wanted) && !scope.role(it.grantee())) {
                continue;
            }
            addIn(
                    wanted.name(),
                    "column %s of %s: take everything from %s"
                            .formatted(it.column(), it.table(), it.grantee()),
                    List.of(
                            "revoke all (%s) on table %s from %s cascade"
                                    .formatted(
                                            Sql.name(it.column()),
                                            it.table(),
                                            Sql.grantee(it.grantee()))));
        }
    }

    private void strayGrants(String database, List<ServerCatalog.StrayGrant> grants) {
        for (var it : grants) {
            if (!scope.role(it.grantee()) && !it.grantee().equals(Sql.PUBLIC)) {
                continue;
            }
            addIn(
                    database,
                    "%s: take everything from %s".formatted(it.object(), it.grantee()),
                    List.of(
                            "revoke all on %s from %s cascade"
                                    .formatted(it.object(), Sql.grantee(it.grantee()))));
        }
    }

    private DatabaseCatalog contentsOf(WantedDatabase wanted, Collection<String> roles) {
        try (var connection = server.connect(wanted.name())) {
            refuseMoved(connection, wanted);
            return DatabaseCatalog.read(connection, wanted.schemas().keySet(), roles);
        } catch (SQLException e) {
            throw server.refused(e, wanted.name(), server.administrator());
        }
    }

    /** Whoever served from there would show old rows, and nobody would see the new ones. */
    private void refuseMoved(Connection connection, WantedDatabase wanted) throws SQLException {
        for (var resident : wanted.residents()) {
            if (!scope.schema(wanted, resident.schema())) {
                continue;
            }
            var mark = MoveMark.on(connection, resident.schema()).filter(MoveMark::gone);
            if (mark.isPresent()) {
                throw new ProvisioningFailed(
                        "%1$s moved to a server of its own, %2$s, on %3$s; the tables in %4$s at %5$s:%6$d are what it left there, for reading only. \"./bulkhead db move %1$s --to server\" finishes the move, which writes \"isolation: server\" under %1$s into the manifest; once it serves there, the same with --drop-old takes the old tables away."
                                .formatted(
                                        resident.service().name(),
                                        mark.get().where(),
                                        mark.get().since(),
                                        wanted.name(),
                                        server.host(),
                                        server.port()));
            }
        }
    }

    private void schemas(WantedDatabase wanted, DatabaseCatalog actual) {
        var ours = wanted.schemas();
        actual.schemas()
                .forEach((name, schema) -> {
                    if (!ours.containsKey(name)) {
                        privileges(
                                "schema %s of %s".formatted(name, wanted.name()),
                                wanted.name(),
                                schema.grants(),
                                Grants.none(),
                                Style.on("schema " + Sql.name(name)),
                                scope.changes(wanted));
                    }
                });
        ours.values()
                .forEach(it -> {
                    var inScope = scope.schema(wanted, it.name());
                    var schema = actual.schemas().get(it.name());
                    if (inScope || schema != null) {
                        schema(wanted.name(), it, schema, inScope);
                    }
                });
    }

    private void schema(
            String database,
            WantedSchema wanted,
            DatabaseCatalog.@Nullable Schema schema,
            boolean inScope) {
        var title = "schema %s of %s".formatted(wanted.name(), database);
        if (schema == null) {
            addIn(
                    database,
                    title + ": create",
                    List.of(
                            "create schema %s authorization %s"
                                    .formatted(Sql.name(wanted.name()), Sql.name(wanted.owner()))));
        } else if (inScope && !schema.owner().equals(wanted.owner())) {
            addIn(
                    database,
                    "%s: give it to %s (was %s's)".formatted(title, wanted.owner(), schema.owner()),
                    List.of(
                            "alter schema %s owner to %s"
                                    .formatted(Sql.name(wanted.name()), Sql.name(wanted.owner()))));
        }
        privileges(
                title,
                database,
                schema == null ? Grants.none() : schema.grants().without(wanted.owner()),
                wanted.usage(),
                Style.on("schema " + Sql.name(wanted.name())),
                inScope);
        if (inScope
                && schema != null
                && schema.stripped()
                && schema.owner().equals(wanted.owner())) {
            restore(title, database, "schema " + Sql.name(wanted.name()), wanted.owner());
        }
    }

    private void defaults(WantedDatabase wanted, DatabaseCatalog actual) {
        var intended = new LinkedHashMap<DefaultsKey, Grants>();
        var found = new LinkedHashMap<>(actual.defaultPrivileges());
        for (var schema : wanted.schemas().values()) {
            var functionsAnywhere = new DefaultsKey(schema.owner(), "", "f");
            intended.put(functionsAnywhere, Grants.none());
            found.putIfAbsent(functionsAnywhere, Grants.to(Sql.PUBLIC, "EXECUTE")); // built in
            schema.defaults()
                    .forEach((type, grants) ->
                            intended.put(
                                    new DefaultsKey(schema.owner(), schema.name(), type), grants));
        }
        var keys = new LinkedHashSet<>(intended.keySet());
        keys.addAll(found.keySet());
        for (var key : keys) {
            var inScope =
                    key.schema().isEmpty()
                            ? scope.role(key.role())
                            : scope.schema(wanted, key.schema());
            if (!inScope && !actual.schemas().containsKey(key.schema())) {
                continue;
            }
            privileges(
                    "what %s creates in %s"
                            .formatted(
                                    key.role(),
                                    key.schema().isEmpty()
                                            ? wanted.name()
                                            : wanted.name() + "." + key.schema()),
                    wanted.name(),
                    found.getOrDefault(key, Grants.none()),
                    intended.getOrDefault(key, builtIn(key)),
                    new Style(
                            "alter default privileges for role %s%s "
                                    .formatted(
                                            Sql.name(key.role()),
                                            key.schema().isEmpty()
                                                    ? ""
                                                    : " in schema " + Sql.name(key.schema())),
                            kind(key.type())),
                    inScope);
        }
    }

    /** What PostgreSQL gives to PUBLIC by itself is only taken from what an owner creates. */
    private static Grants builtIn(DefaultsKey key) {
        if (!key.schema().isEmpty()) {
            return Grants.none();
        }
        return switch (key.type()) {
            case "f" -> Grants.to(Sql.PUBLIC, "EXECUTE");
            case "T" -> Grants.to(Sql.PUBLIC, "USAGE");
            default -> Grants.none();
        };
    }

    private static String kind(String type) {
        return switch (type) {
            case "r" -> "tables";
            case "S" -> "sequences";
            case "f" -> "functions";
            case "T" -> "types";
            case "n" -> "schemas";
            case "L" -> "large objects";
            default -> throw new IllegalStateException("default privileges on " + type);
        };
    }

    private void entity(WantedDatabase home, WantedSchema wanted, DatabaseCatalog.Entity entity) {
        var database = home.name();
        var inScope = scope.entity(home, entity);
        var title = "%s %s".formatted(entity.kind(), entity.sqlName());
        if (inScope && !entity.owner().equals(wanted.owner()) && !entity.ownedByTable()) {
            addIn(
                    database,
                    "%s: give it to %s (was %s's)".formatted(title, wanted.owner(), entity.owner()),
                    List.of(
                            "alter %s %s owner to %s"
                                    .formatted(
                                            entity.kind(),
                                            entity.sqlName(),
                                            Sql.name(wanted.owner()))));
        }
        var object =
                switch (entity.kind()) {
                    case "sequence", "routine" -> title;
                    default -> "table " + entity.sqlName();
                };
        privileges(
                title,
                database,
                entity.grants().without(wanted.owner()),
                wanted.on(entity),
                Style.on(object),
                inScope);
        if (inScope && entity.stripped() && entity.owner().equals(wanted.owner())) {
            restore(title, database, object, wanted.owner());
        }
    }

    /** Owners need no grants, but may lose what they have by a REVOKE, and then cannot migrate. */
    private void restore(String title, String database, String object, String owner) {
        addIn(
                database,
                "%s: give its owner all rights back".formatted(title),
                List.of("grant all on %s to %s".formatted(object, Sql.name(owner))));
    }

    private void hba(Collection<ServiceDatabase> residents, Collection<ServiceDatabase> guests) {
        var file = server.hbaFile();
        if (file == null) {
            return;
        }
        var content = HbaFile.of(server, residents, guests);
        try {
            if (!Files.readString(file).equals(content.text())) {
                steps.add(
                        new Step.HbaChange(
                                "server: bind each role to its own database in pg_hba.conf",
                                file,
                                content));
            }
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    /** Newer servers know more limits. */
    private static Map<String, String> supported(Map<String, String> wanted, int majorVersion) {
        var settings = new LinkedHashMap<>(wanted);
        if (majorVersion < 17) {
            settings.remove("transaction_timeout");
        }
        return settings;
    }

    private static String set(String role, String key, String value) {
        return "alter role %s set %s = %s".formatted(Sql.name(role), key, Sql.literal(value));
    }

    private static String was(@Nullable String value) {
        return value == null ? "" : " (was %s)".formatted(value);
    }

    private void privileges(
            String title,
            String database,
            Grants actual,
            Grants wanted,
            Style style,
            boolean inScope) {
        var changes = changes(actual, wanted, style, inScope);
        if (!changes.isEmpty()) {
            addIn(database, title + ": " + changes.sentence(), changes.statements());
        }
    }

    /** Of what is not in the scope, only what those in the scope may do with it. */
    private Changes changes(Grants actual, Grants wanted, Style style, boolean inScope) {
        if (scope.isAll()) {
            return actual.towards(wanted, style);
        }
        return inScope
                ? actual.towards(wanted.only(known), style)
                : actual.only(scope.roles()).towards(wanted.only(scope.roles()), style);
    }

    private void add(String what, List<String> statements) {
        addIn("postgres", what, statements);
    }

    private void addIn(String database, String what, List<String> statements) {
        steps.add(new Step.Statements(what, database, statements));
    }
}
