package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.plan.ScramVerifier;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What belongs to a server as a whole: roles, memberships, settings, databases, pg_hba. */
final class ServerVerification {

    private static final Set<String> SHARED_DATABASES = Set.of("postgres", "template1");

    private static final String SEARCH_PATH = "search_path";

    /** Somebody else's services may need it, so it is no hole. */
    private static final String PREPARED = "max_prepared_transactions";

    /** What a session can be attacked through when it is wrong, and what is right. */
    private static final Map<String, String> SERVER_SETTINGS =
            Map.of(
                    "authentication_timeout",
                    "5s",
                    "password_encryption",
                    "scram-sha-256",
                    "lo_compat_privileges",
                    "off",
                    "row_security",
                    "on",
                    "allow_system_table_mods",
                    "off",
                    PREPARED,
                    "0");

    private record Role(
            String name,
            boolean login,
            boolean superuser,
            boolean createDatabase,
            boolean createRole,
            boolean replication,
            boolean bypassRowSecurity,
            boolean inherit,
            int connections,
            boolean expires,
            @Nullable String verifier) {}

    private record Setting(String role, String database, String name, String value) {}

    private final Connection connection;
    private final DatabaseServer server;
    private final Intention intention;
    private final Secrets secrets;
    private final Deviations found = new Deviations();
    private final int majorVersion;

    /** The server's own name in what is found, as opposed to a service's. */
    private final String name;

    ServerVerification(
            Connection connection,
            DatabaseServer server,
            String name,
            Intention intention,
            Secrets secrets)
            throws SQLException {
        this.connection = connection;
        this.server = server;
        this.name = name;
        this.intention = intention;
        this.secrets = secrets;
        this.majorVersion = connection.getMetaData().getDatabaseMajorVersion();
    }

    List<Deviation> run() throws SQLException {
        serverSettings();
        roles();
        memberships();
        settings();
        databases();
        grants();
        strangers();
        new HbaVerification(connection, server, name, intention, found).run();
        return found.all();
    }

    private void serverSettings() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    var setting = row.getString(1);
                    var is = row.getString(2);
                    var should = Objects.requireNonNull(SERVER_SETTINGS.get(setting));
                    if (!is.equals(should)) {
                        found.add(
                                new Deviation(
                                        name,
                                        "setting " + setting,
                                        is,
                                        should,
                                        remedy(setting, should),
                                        !setting.equals(PREPARED)));
                    }
                    return setting;
                },
                "select name, current_setting(name) from unnest(?) name order by 1",
                SERVER_SETTINGS.keySet());
    }

    private static String remedy(String setting, String should) {
        return switch (setting) {
            case "authentication_timeout" -> Deviations.PROVISION;
            case PREPARED ->
                    "alter system set %s = '%s'; it counts when the server has been started again"
                            .formatted(setting, should);
            default ->
                    "alter system set %s = '%s'; select pg_reload_conf()"
                            .formatted(setting, should);
        };
    }

    private void roles() throws SQLException {
        var actual = new HashMap<String, Role>();
        for (var role :
                Rows.of(
                        connection,
                        row ->
                                new Role(
                                        row.getString(1),
                                        row.getBoolean(2),
                                        row.getBoolean(3),
                                        row.getBoolean(4),
                                        row.getBoolean(5),
                                        row.getBoolean(6),
                                        row.getBoolean(7),
                                        row.getBoolean(8),
                                        row.getInt(9),
                                        row.getBoolean(10),
                                        row.getString(11)),
                        """
                        select rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication,
                               rolbypassrls, rolinherit, rolconnlimit,
                               coalesce(rolvaliduntil <> 'infinity', false), rolpassword
                          from pg_authid
                         where rolname = any (?)
                        """,
                        intention.roles())) {
            actual.put(role.name(), role);
        }
        for (var role : intention.roles()) {
            var is = actual.get(role);
            if (is == null) {
                found.broken(
                        intention.serviceOfRole(role),
                        "role " + role,
                        "missing",
                        "a login role",
                        Deviations.PROVISION);
            } else {
                role(is);
            }
        }
    }

    private void role(Role it) {
        var where = intention.serviceOfRole(it.name());
        var object = "role " + it.name();
        var rights = new ArrayList<String>();
        if (it.superuser()) {
            rights.add("superuser");
        }
        if (it.createDatabase()) {
            rights.add("createdb");
        }
        if (it.createRole()) {
            rights.add("createrole");
        }
        if (it.replication()) {
            rights.add("replication");
        }
        if (it.bypassRowSecurity()) {
            rights.add("bypassrls");
        }
        if (it.inherit()) {
            rights.add("inherit");
        }
        if (!rights.isEmpty()) {
            found.hole(
                    where,
                    object,
                    String.join(", ", rights),
                    "a login role without any attribute",
                    Deviations.PROVISION);
        }
        if (!it.login() || it.expires()) {
            found.broken(
                    where,
                    object,
                    it.login() ? "its password expires" : "nologin",
                    "login, without an end",
                    Deviations.PROVISION);
        }
        var limit = intention.connections(it.name());
        if (it.connections() != limit) {
            found.add(
                    new Deviation(
                            where,
                            object,
                            it.connections() < 0
                                    ? "no connection limit"
                                    : "connection limit %d".formatted(it.connections()),
                            "connection limit %d".formatted(limit),
                            Deviations.PROVISION,
                            it.connections() < 0 || it.connections() > limit));
        }
        password(where, object, it);
    }

    private void password(String where, String object, Role it) {
        var file = secrets.folder().resolve(it.name());
        if (it.verifier() == null || !it.verifier().startsWith("SCRAM-SHA-256$")) {
            found.hole(
                    where,
                    object,
                    it.verifier() == null
                            ? "no password"
                            : "a password stored as "
                                    + (it.verifier().startsWith("md5") ? "MD5" : "clear text"),
                    "a SCRAM-SHA-256 verifier",
                    Deviations.PROVISION);
        } else if (!Files.isRegularFile(file)
                || !ScramVerifier.matches(it.verifier(), secrets.password(it.name()))) {
            found.hole(
                    where,
                    object,
                    "a password of unknown origin",
                    "the password in " + file,
                    Deviations.PROVISION);
        }
    }

    /** Roles stand alone: none acts as another, and nobody but a superuser acts as them. */
    private void memberships() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    var role = row.getString(1);
                    var member = row.getString(2);
                    found.hole(
                            intention.serviceOfRole(
                                    intention.roles().contains(member) ? member : role),
                            "role " + member,
                            "may act as " + role,
                            "a member of nothing",
                            Deviations.PROVISION);
                    return member;
                },
                """
                select roleid::regrole::text, member::regrole::text
                  from pg_auth_members
                 where roleid::regrole::text = any (?) or member::regrole::text = any (?)
                 order by 1, 2
                """,
                intention.roles(),
                intention.roles());
    }

    private void settings() throws SQLException {
        var actual =
                new LinkedHashSet<>(
                        Rows.of(
                                connection,
                                row ->
                                        new Setting(
                                                row.getString(1),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4)),
                                """
                                select coalesce(r.rolname, ''), coalesce(d.datname, ''),
                                       split_part(s, '=', 1), replace(substr(s, strpos(s, '=') + 1), '"', '')
                                  from pg_db_role_setting
                                 cross join unnest(setconfig) s
                                  left join pg_roles r on r.oid = setrole
                                  left join pg_database d on d.oid = setdatabase
                                 where r.rolname = any (?)
                                    or setrole = 0 and (setdatabase = 0 or d.datname = any (?))
                                 order by 1, 2, 3
                                """,
                                intention.roles(),
                                intention.databases()));
        var intended = new LinkedHashMap<List<String>, Setting>();
        for (var role : intention.roles()) {
            intention
                    .settings(role, majorVersion)
                    .forEach((key, value) ->
                            intended.put(
                                    List.of(role, "", key), new Setting(role, "", key, value)));
        }
        for (var database : intention.databases()) {
            intention
                    .searchPath(database)
                    .ifPresent(value ->
                            intended.put(
                                    List.of("", database, SEARCH_PATH),
                                    new Setting("", database, SEARCH_PATH, value)));
        }
        for (var it : actual) {
            var should = intended.remove(List.of(it.role(), it.database(), it.name()));
            if (!it.equals(should)) {
                setting(it, it.value(), should == null ? "not set" : should.value());
            }
        }
        intended.values().forEach(it -> setting(it, "not set", it.value()));
    }

    private void setting(Setting it, String is, String should) {
        var object =
                "setting %s of %s"
                        .formatted(
                                it.name(),
                                it.role().isEmpty()
                                        ? it.database().isEmpty()
                                                ? "everybody"
                                                : "database " + it.database()
                                        : "role "
                                                + it.role()
                                                + (it.database().isEmpty()
                                                        ? ""
                                                        : " in " + it.database()));
        found.hole(
                it.role().isEmpty()
                        ? it.database().isEmpty()
                                ? name
                                : intention.serviceOfDatabase(it.database())
                        : intention.serviceOfRole(it.role()),
                object,
                is,
                should,
                it.role().isEmpty() && it.database().isEmpty()
                        ? "alter role all reset %s".formatted(it.name())
                        : Deviations.PROVISION);
    }

    private void databases() throws SQLException {
        var seen = new LinkedHashSet<String>();
        Rows.of(
                connection,
                row -> {
                    var database = row.getString(1);
                    seen.add(database);
                    database(
                            database,
                            row.getString(2),
                            row.getInt(3),
                            row.getBoolean(4),
                            row.getBoolean(5));
                    return database;
                },
                """
                select datname, pg_get_userbyid(datdba), datconnlimit, datallowconn, datistemplate
                  from pg_database
                 order by 1
                """);
        for (var database : intention.databases()) {
            if (!seen.contains(database)) {
                found.broken(
                        intention.serviceOfDatabase(database),
                        "database " + database,
                        "missing",
                        "there",
                        Deviations.PROVISION);
            }
        }
    }

    private void database(
            String database, String owner, int limit, boolean open, boolean template) {
        var object = "database " + database;
        if (!intention.databases().contains(database)) {
            if (intention.roles().contains(owner)) {
                found.hole(
                        intention.serviceOfRole(owner),
                        object,
                        owner + "'s",
                        "no database of a service's role",
                        "alter database \"%s\" owner to \"%s\""
                                .formatted(database, server.administrator()));
            }
            if (database.equals("template0") && open) {
                found.hole(
                        name,
                        object,
                        "open to connections",
                        "closed",
                        "alter database template0 allow_connections false");
            }
            return;
        }
        var where = intention.serviceOfDatabase(database);
        if (!owner.equals(server.administrator())) {
            found.hole(
                    where,
                    object,
                    owner + "'s",
                    server.administrator() + "'s",
                    Deviations.PROVISION);
        }
        var should = intention.databaseConnections(database);
        if (limit != should) {
            found.add(
                    new Deviation(
                            where,
                            object,
                            limit < 0
                                    ? "no connection limit"
                                    : "connection limit %d".formatted(limit),
                            "connection limit %d".formatted(should),
                            Deviations.PROVISION,
                            limit < 0 || limit > should));
        }
        if (!open) {
            found.broken(
                    where,
                    object,
                    "closed to connections",
                    "open to its service",
                    Deviations.PROVISION);
        }
        if (template) {
            found.hole(
                    where,
                    object,
                    "a template, which whoever may create databases may copy",
                    "no template",
                    "alter database \"%s\" is_template false".formatted(database));
        }
    }

    /** On databases, settings and tablespaces. */
    private void grants() throws SQLException {
        var privileges = new Privileges();
        for (var database : intention.databases()) {
            intention
                    .admitted(database)
                    .forEach(it -> privileges.intend("database " + database, it, "CONNECT"));
        }
        var suspects = new LinkedHashSet<>(intention.roles());
        suspects.add(Grant.PUBLIC);
        var ours = new LinkedHashSet<>(intention.databases());
        var known = new LinkedHashSet<>(ours);
        known.addAll(SHARED_DATABASES);
        privileges.compare(
                Rows.of(
                        connection,
                        row ->
                                new Grant(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getBoolean(4)),
                        """
                        select o.name, g.name, a.privilege_type, a.is_grantable
                          from (select 'database ' || datname, datdba, coalesce(datacl, acldefault('d', datdba)),
                                       datname = any (?), datname = any (?)
                                  from pg_database
                                union all
                                select 'parameter ' || parname, 10, paracl, false, true from pg_parameter_acl
                                union all
                                select 'tablespace ' || spcname, spcowner, spcacl, false, true from pg_tablespace
                               ) o (name, owner, acl, ours, for_public)
                         cross join aclexplode(o.acl) a
                         cross join lateral (
                               select case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end) g (name)
                         where a.grantee <> o.owner
                           and (o.ours or g.name = any (?) and (a.grantee <> 0 or o.for_public))
                        """,
                        ours,
                        known,
                        suspects),
                it ->
                        it.startsWith("database ")
                                        && ours.contains(it.substring("database ".length()))
                                ? intention.serviceOfDatabase(it.substring("database ".length()))
                                : name,
                (_, _, _) -> Deviations.PROVISION,
                found);
    }

    private void strangers() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    found.hole(
                            intention.serviceOfDatabase(row.getString(2)),
                            "subscription " + row.getString(1),
                            "installed in " + row.getString(2),
                            "nothing that the manifest does not know",
                            "drop subscription \"%s\"".formatted(row.getString(1)));
                    return row.getString(1);
                },
                """
                select subname, datname from pg_subscription join pg_database d on d.oid = subdbid
                 where datname = any (?)
                """,
                intention.databases());
        Rows.of(
                connection,
                row -> {
                    found.hole(
                            intention.serviceOfRole(row.getString(2)),
                            "tablespace " + row.getString(1),
                            row.getString(2) + "'s",
                            "no tablespace of a service's role",
                            "alter tablespace \"%s\" owner to \"%s\""
                                    .formatted(row.getString(1), server.administrator()));
                    return row.getString(1);
                },
                "select spcname, pg_get_userbyid(spcowner) from pg_tablespace where"
                        + " pg_get_userbyid(spcowner) = any (?)",
                intention.roles());
    }
}
