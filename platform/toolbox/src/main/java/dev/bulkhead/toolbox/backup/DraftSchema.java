package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A draft in schemas beside the live ones, for a service that shares its database.
 *
 * <p>A dump names its schemas, and they are taken. So the live ones are renamed, the dump's are
 * made and filled, and all is renamed again, in one transaction: nobody else sees any of it but the
 * finished draft.
 */
final class DraftSchema implements Draft {

    private final Provisioning provisioning;
    private final ClientPrograms programs;
    private final DatabaseServer server;
    private final ServiceDatabase live;
    private final ServiceDatabase draft;

    DraftSchema(Provisioning provisioning, ClientPrograms programs, ServiceDatabase live) {
        this.provisioning = provisioning;
        this.programs = programs;
        this.server = provisioning.server(live);
        this.live = live;
        var name = Names.of(live.service().name(), "_restore");
        this.draft =
                live.draft(
                        live.database(), name, live.api().isEmpty() ? "" : Names.of(name, "_api"));
    }

    @Override
    public ServiceDatabase place() {
        return draft;
    }

    @Override
    public Connection connect() {
        return server.connect(live.database());
    }

    @Override
    public void clear() throws SQLException {
        try (var connection = connect()) {
            refuseDependents(connection);
            takeOver(connection);
            var comments = Comments.ofSchemas(connection);
            for (var schema : new Belongings(draft).schemas()) {
                if (!comments.containsKey(schema)) {
                    continue;
                }
                if (!comments.get(schema).startsWith(DRAFT)) {
                    throw new BackupFailed(
                            "There is a schema %s in %s that no restore of ours made; rename or drop it, for that is the name of the draft."
                                    .formatted(schema, live.database()));
                }
                Sql.run(connection, "drop schema %s cascade".formatted(Sql.name(schema)));
            }
        }
    }

    /**
     * Whoever refers to a table by more than its name would go on with the one that is put away.
     */
    private void refuseDependents(Connection connection) throws SQLException {
        var schemas = new Belongings(live).schemas();
        var dependents =
                Query.rows(
                        connection,
                        it -> it.getString(1),
                        """
                        with ours as (select oid from pg_class
                                       where relnamespace = any (select oid from pg_namespace where nspname = any (?))
                                         and (relnamespace <> to_regnamespace(quote_ident(?)) or starts_with(relname, ?)))
                        select 'foreign key ' || conname || ' of ' || conrelid::regclass from pg_constraint
                         where contype = 'f' and confrelid in (select oid from ours)
                           and conrelid not in (select oid from ours)
                        union
                        select 'view ' || r.ev_class::regclass from pg_depend d join pg_rewrite r on r.oid = d.objid
                         where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
                           and d.refobjid in (select oid from ours) and r.ev_class not in (select oid from ours)
                           and r.ev_class not in (select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                                   where coalesce(obj_description(n.oid, 'pg_namespace'), '') like 'bulkhead: %')
                        """,
                        schemas,
                        live.schema(),
                        live.prefix());
        if (!dependents.isEmpty()) {
            throw new BackupFailed(
                    "%s cannot be restored in place, for others hold on to its tables: %s. Drop those first, or restore with --into."
                            .formatted(live.service().name(), String.join(", ", dependents)));
        }
    }

    @Override
    public void fill(Archive archive, int jobs, Progress progress) throws SQLException {
        int major;
        try (var connection = connect()) {
            major = connection.getMetaData().getDatabaseMajorVersion();
        }
        progress.at("restoring into schema " + draft.schema());
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        var from = new Belongings(live).schemas();
        var to = new Belongings(draft).schemas();
        for (int i = 0; i < from.size(); i++) {
            var aside = Names.of(live.service().name(), "_aside_" + i);
            before.add(rename(from.get(i), aside));
            before.add(
                    "create schema %s authorization %s"
                            .formatted(Sql.name(from.get(i)), Sql.name(live.owner())));
            after.add(rename(from.get(i), to.get(i)));
            after.add(rename(aside, from.get(i)));
            after.add(Comments.onSchema(to.get(i), DRAFT + live.service().name()));
        }
        archive.into(
                Login.administrator(
                        server, live.database(), "bulkhead-restore-" + live.service().name()),
                programs.find("psql", major),
                major,
                script(before),
                script(after));
    }

    private static String script(List<String> statements) {
        return statements.stream().collect(Collectors.joining(";\n", "", ";\n"));
    }

    private static String rename(String schema, String other) {
        return "alter schema %s rename to %s".formatted(Sql.name(schema), Sql.name(other));
    }

    @Override
    public Duration swap(String kept) throws SQLException {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            Sql.run(connection, "set local lock_timeout = '5s'");
            var begun = System.nanoTime();
            if (live.prefix().isEmpty()) {
                rename(connection, live.schema(), draft.schema(), kept);
            } else {
                exchange(connection, kept);
            }
            if (!live.api().isEmpty()) {
                rename(connection, live.api(), draft.api(), Names.of(kept, "_api"));
            }
            connection.commit();
            var stall = Duration.ofNanos(System.nanoTime() - begun);
            connection.setAutoCommit(true);
            takeOver(connection);
            return stall;
        }
    }

    /** Names are looked up anew after a commit, so sessions find the other tables and go on. */
    private void rename(Connection connection, String schema, String draftSchema, String kept)
            throws SQLException {
        Sql.run(connection, rename(schema, kept), rename(draftSchema, schema));
        Sql.run(connection, Comments.onSchema(schema, ""));
        lockAway(connection, kept);
    }

    /** Where all services share a schema, each thing changes its place: for a moment all wait. */
    private void exchange(Connection connection, String kept) throws SQLException {
        Sql.run(connection, "create schema " + Sql.name(kept));
        move(connection, live, kept);
        move(connection, draft, live.schema());
        Sql.run(connection, "drop schema " + Sql.name(draft.schema()));
        lockAway(connection, kept);
    }

    private static void move(Connection connection, ServiceDatabase from, String to)
            throws SQLException {
        for (var it : new Belongings(from).movables(connection)) {
            Sql.run(
                    connection,
                    "alter %s %s set schema %s".formatted(it.kind(), it.sqlName(), Sql.name(to)));
        }
    }

    /** Closes the door to what is kept; nothing in it is locked for that. */
    private void lockAway(Connection connection, String schema) throws SQLException {
        var name = Sql.name(schema);
        Sql.run(
                connection,
                "alter schema %s owner to current_user".formatted(name),
                "revoke all on schema %s from public, %s".formatted(name, roles(connection)));
        for (var sql : defaults(connection, schema)) {
            Sql.run(connection, sql);
        }
        Sql.run(connection, Comments.onSchema(schema, KEPT + live.service().name()));
    }

    /**
     * Makes what is kept the administrator's, so that it hangs on no role of a service. It waits
     * for whoever still reads the old tables, hence after the exchange; the next restore does what
     * a crash prevented.
     */
    private void takeOver(Connection connection) throws SQLException {
        for (var it : Comments.ofSchemas(connection).entrySet()) {
            if (it.getValue().equals(KEPT + live.service().name())) {
                takeOver(connection, it.getKey());
            }
        }
    }

    private void takeOver(Connection connection, String schema) throws SQLException {
        var kept = new Belongings(live.draft(live.database(), schema, ""));
        for (var it : kept.movables(connection)) {
            Sql.run(
                    connection,
                    "alter %s %s owner to current_user".formatted(it.kind(), it.sqlName()));
        }
        for (var kind : List.of("tables", "sequences", "routines")) {
            Sql.run(
                    connection,
                    "revoke all on all %s in schema %s from %s"
                            .formatted(kind, Sql.name(schema), roles(connection)));
        }
    }

    /** Every role of a service that is here. */
    private String roles(Connection connection) throws SQLException {
        return Query.rows(
                        connection,
                        it -> it.getString(1),
                        "select quote_ident(name) from unnest(?) name where"
                                + " to_regrole(quote_ident(name)) is not null",
                        provisioning.databases().stream()
                                .flatMap(it -> it.roles().stream())
                                .distinct()
                                .toList())
                .stream()
                .collect(Collectors.joining(", "));
    }

    private static List<String> defaults(Connection connection, String schema) throws SQLException {
        return Query.rows(
                connection,
                it -> it.getString(1),
                """
                select distinct format('alter default privileges for role %I in schema %I revoke all on %s from %s',
                              pg_get_userbyid(d.defaclrole), n.nspname,
                              case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
                                                   when 'f' then 'routines' else 'types' end,
                              case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
                  from pg_default_acl d
                  join pg_namespace n on n.oid = d.defaclnamespace
                 cross join aclexplode(d.defaclacl) a
                 where n.nspname = ?
                """,
                schema);
    }
}
