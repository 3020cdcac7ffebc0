package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.MoveMark;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.provisioning.server.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One service's move, step by step. Each step may be repeated: what the servers hold says how far
 * an earlier attempt got, whoever ended it. Up to the mark on the old schema the old tables are the
 * service's, from then on the new ones.
 */
public final class Moving implements AutoCloseable {

    /** Key of the advisory lock on the old server that two moves meet at. */
    private static final long ONE_AT_A_TIME = 0x6d6f76696e67L; // "moving"

    /** In a pause writers wait; less than {@code shared-db} lets them. */
    private static final Duration PAUSE = Duration.ofSeconds(6);

    /** Whoever waits for the end of a pause counts from when he saw it begin, so never earlier. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration DRAINING = Duration.ofSeconds(3);
    private static final Duration BETWEEN_PAUSES = Duration.ofSeconds(1);
    private static final int PAUSES = 3;

    private static final Duration PATIENT_LOCK = Duration.ofMillis(400);
    private static final Duration LAST_LOCK = Duration.ofMillis(1200);
    private static final Duration CATCHING_UP = Duration.ofSeconds(2);
    private static final int MANY = 30;
    private static final int FEW = 2;

    private static final Duration ARRIVAL = Duration.ofSeconds(5);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long SMALL_LAG = 1 << 20;

    /** What is compared while writers wait; larger tables are before and after. */
    private static final long COMPARED_IN_PAUSE = 32 << 20;

    /** As in {@code shared-db}. */
    private static final String PAUSED = "% (writes paused)";

    private final Provisioning there;
    private final Place from;
    private final Place to;
    private final AddressFile address;
    private final Replication replication;
    private final Progress progress;
    private final Connection source;
    private final Connection poking;
    private @Nullable Connection target;

    /**
     * @param now the platform as it is
     * @param then the platform with the service on its own server
     * @param passwordFile for the other server, when it can read a file of ours
     */
    public Moving(
            Provisioning now,
            Provisioning then,
            String service,
            AddressFile address,
            @Nullable Path passwordFile,
            Progress progress) {
        this.there = then;
        var old = now.database(service);
        var own = then.database(service);
        this.from = new Place(now.server(old), old);
        this.to = new Place(then.server(own), own);
        this.address = address;
        this.replication = new Replication(from, to, passwordFile);
        this.progress = progress;
        try {
            this.source = from.connect();
            this.poking = from.connect();
            if (!Sql.is(source, "select pg_try_advisory_lock(?)", ONE_AT_A_TIME)) {
                throw new ProvisioningFailed(
                        "Another move is under way at %s; wait for it.".formatted(from.address()));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Where a service's tables went, if they were moved away from where it was. */
    public static Optional<MoveMark> mark(Provisioning at, String service) {
        var place = at.database(service);
        if (!at.exists(place)) {
            return Optional.empty();
        }
        var server = at.server(place);
        try (var connection = server.connect(place.database())) {
            return MoveMark.on(connection, place.schema());
        } catch (SQLException e) {
            throw server.refused(e, place.database(), server.administrator());
        }
    }

    /** Whether the tables at the old place are no longer the service's. */
    public boolean hasMoved() {
        try {
            return MoveMark.on(source, from.database().schema()).filter(MoveMark::gone).isPresent();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Refuses what could not end well, before anything is changed. */
    public static void check(
            Provisioning now, String service, AddressFile address, Progress progress) {
        progress.begins("check");
        var database = now.database(service);
        var from = new Place(now.server(database), database);
        if (!now.exists(database) || now.schema(service).version().isEmpty()) {
            throw new ProvisioningFailed(
                    "%s has no tables at %s; there is nothing to move."
                            .formatted(service, from.address()));
        }
        if (now.schema(service).pending() > 0) {
            throw new ProvisioningFailed(
                    "%s cannot be moved: migrations are pending. Run them first, with ./bulkhead db migrate %s. Nothing was changed."
                            .formatted(service, service));
        }
        try (var source = from.connect()) {
            var tables = Table.of(source, from);
            new Checks(from).source(source, tables);
            var sessions = sessions(source, from);
            if (!sessions.isEmpty() && !address.exists()) {
                throw new ProvisioningFailed(
                        "%s runs (%s) and was not told to look for its address in %s, so it cannot follow. Start it with ./bulkhead up, or name the file with --address-file. Nothing was changed."
                                .formatted(
                                        service,
                                        sessions.getFirst().application(),
                                        address.file()));
            }
            progress.done(
                    "%d tables, %s, at %s"
                            .formatted(
                                    tables.size(),
                                    Sql.text(
                                                    source,
                                                    "select pg_size_pretty(?::bigint)",
                                                    tables.stream().mapToLong(Table::bytes).sum())
                                            .orElseThrow(),
                                    from.address()));
        } catch (SQLException e) {
            throw from.server().refused(e, database.database(), from.server().administrator());
        }
    }

    /** Makes roles, database and empty tables at the new place. */
    public void prepareTarget() {
        run(
                "target",
                () -> {
                    refuseOthersRows();
                    var taken =
                            there.apply(List.of(to.database()), it -> progress.doing(it.what()))
                                    .size();
                    try (var connection = to.connect()) {
                        Sql.execute(
                                connection,
                                MoveMark.arriving(from.address(), Instant.now())
                                        .on(to.database().schema()));
                    }
                    progress.doing("migrating");
                    var migrated = there.migrate(to.database()).applied().size();
                    new Checks(from).target(target(), to);
                    return "%s, %d changes, %d migrations".formatted(to.address(), taken, migrated);
                });
    }

    /** An earlier move of ours left its mark; whatever else is there is somebody's. */
    private void refuseOthersRows() throws SQLException {
        if (!there.exists(to.database())) {
            return;
        }
        try (var connection = to.connect()) {
            if (MoveMark.on(connection, to.database().schema()).isEmpty()
                    && Sql.is(
                            connection,
                            "select to_regclass(?) is not null",
                            to.schema() + "." + Sql.name(to.database().historyTable()))) {
                throw new ProvisioningFailed(
                        "There is a %s at %s already, with tables that no move has put there. Take them away first, with ./bulkhead db drop %s --isolation=server. Nothing was changed."
                                .formatted(to.database().database(), to.address(), from.service()));
            }
        }
    }

    /** Copies all rows and follows every change, for as long as it takes. */
    public void replicate() {
        run(
                "copy",
                () -> {
                    var tables = Table.of(source, from);
                    if (!replication.isComplete(source, target(), tables)) {
                        replication.end(source, target());
                        replication.begin(source, target(), tables);
                    }
                    for (String left; !(left = replication.copying(target())).isEmpty(); ) {
                        progress.doing(left);
                        LockSupport.parkNanos(LOOK.toNanos());
                    }
                    return "%d tables".formatted(tables.size());
                });
        run(
                "catch up",
                () -> {
                    for (long lag; (lag = replication.lag(source)) > SMALL_LAG || lag < 0; ) {
                        if (lag < 0) {
                            throw new ProvisioningFailed(
                                    "The replication slot %s is gone; run the command again, which begins anew."
                                            .formatted(replication.name()));
                        }
                        replication.copying(target());
                        progress.doing("%d kB behind".formatted(lag / 1024));
                        LockSupport.parkNanos(LOOK.toNanos());
                    }
                    return "%d kB behind".formatted(replication.lag(source) / 1024);
                });
    }

    /** Compares every row, as it was at one moment, while the service goes on. */
    public void compare() {
        run(
                "compare",
                () -> {
                    var tables = Table.of(source, from);
                    refuseOtherSchema();
                    try (var one = snapshotConnection(from);
                            var other = snapshotConnection(to)) {
                        fence(tables)
                                .hold(
                                        source,
                                        poking,
                                        target(),
                                        PATIENT_LOCK,
                                        MANY,
                                        CATCHING_UP,
                                        () -> snapshots(one, other));
                        var result = Comparison.of(tables, one, other);
                        refuseDifference(result);
                        return "%d rows in %d tables are the same"
                                .formatted(result.rows(), tables.size());
                    }
                });
    }

    private void refuseDifference(Comparison.Result result) {
        if (!result.same()) {
            throw new ProvisioningFailed(
                    "The copy differs: %s. %s still serves from where it was; --undo takes the copy away."
                            .formatted(String.join(", ", result.different()), from.service()));
        }
    }

    /** A migration in the middle of a move would be known to one side only. */
    private void refuseOtherSchema() throws SQLException {
        var history =
                "select string_agg(concat_ws(' ', version, checksum, success), ',' order by"
                        + " installed_rank) from %s.%s where type <> 'SCHEMA'"
                                .formatted(from.schema(), Sql.name(from.database().historyTable()));
        if (!Sql.text(source, history).equals(Sql.text(target(), history))) {
            throw new ProvisioningFailed(
                    "%s was migrated since the copy began; run the command again."
                            .formatted(from.service()));
        }
    }

    private Fence fence(List<Table> tables) {
        return new Fence(replication, tables);
    }

    private static Connection snapshotConnection(Place place) throws SQLException {
        var connection = place.connect();
        Comparison.prepare(connection);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        return connection;
    }

    /** From here on both see the moment they are at. */
    private static boolean snapshots(Connection one, Connection other) throws SQLException {
        return Sql.text(one, "select 1").isPresent() && Sql.text(other, "select 1").isPresent();
    }

    /**
     * Lets writers wait, makes sure that nothing is missing, and sends everybody to the new place.
     *
     * @return how long writers waited
     */
    public Duration switchOver() {
        return run(
                "switch",
                () -> {
                    var tables = Table.of(source, from);
                    var small =
                            tables.stream().filter(it -> it.bytes() <= COMPARED_IN_PAUSE).toList();
                    var large =
                            tables.stream().filter(it -> it.bytes() > COMPARED_IN_PAUSE).toList();
                    try (var one = snapshotConnection(from);
                            var other = snapshotConnection(to)) {
                        var begun = pauseAndSwitch(tables, small, one, other);
                        address.serve(to.url());
                        var stall = Duration.ofNanos(System.nanoTime() - begun.at());
                        if (begun.sessions()) {
                            stall = awaitArrival(begun.at());
                        }
                        progress.doing("comparing what is large");
                        var rest = Comparison.of(large, one, other);
                        if (!rest.same()) {
                            throw new ProvisioningFailed(
                                    "%s serves from %s now, but the copy differs: %s. The old tables are kept as they were at the moment of the switch; compare them, and do not drop them."
                                            .formatted(
                                                    from.service(),
                                                    to.address(),
                                                    String.join(", ", rest.different())));
                        }
                        return new Ended<>(
                                "writes waited %d ms, %d rows are the same"
                                        .formatted(stall.toMillis(), begun.rows() + rest.rows()),
                                stall);
                    }
                });
    }

    /**
     * @param at when the pause began, by {@link System#nanoTime}
     * @param sessions whether the service had any
     */
    private record Begun(long at, boolean sessions, long rows) {}

    private Begun pauseAndSwitch(
            List<Table> tables, List<Table> small, Connection one, Connection other)
            throws SQLException {
        for (int left = PAUSES; ; left--) {
            var begun = System.nanoTime();
            var sessions = !sessions(source, from).isEmpty();
            try {
                if (address.exists()) {
                    address.pause(from.url(), PAUSE, to.url());
                }
                progress.doing("waiting for writers");
                awaitPaused();
                progress.doing("comparing");
                var rows =
                        fence(tables)
                                .hold(
                                        source,
                                        poking,
                                        target(),
                                        LAST_LOCK,
                                        FEW,
                                        CATCHING_UP,
                                        () -> pointOfNoReturn(small, one, other, begun));
                return new Begun(begun, sessions, rows);
            } catch (StillWriting | SQLException | ProvisioningFailed e) {
                one.rollback();
                other.rollback();
                if (hasMoved()) {
                    return new Begun(begun, sessions, 0);
                }
                if (address.exists()) {
                    address.serve(from.url());
                }
                if (!(e instanceof StillWriting) || left <= 1) {
                    throw e;
                }
                progress.doing("letting writers pass: " + e.getMessage());
                LockSupport.parkNanos(BETWEEN_PAUSES.toNanos());
            }
        }
    }

    private long pointOfNoReturn(List<Table> small, Connection one, Connection other, long begun)
            throws SQLException {
        refuseOtherSchema();
        copySequences();
        snapshots(one, other);
        var result = Comparison.of(small, one, other);
        refuseDifference(result);
        lockOut();
        Sql.execute(
                source, MoveMark.gone(to.address(), Instant.now()).on(from.database().schema()));
        if (System.nanoTime() - begun > PAUSE.minus(MARGIN).toNanos()) {
            throw new StillWriting("it took too long");
        }
        source.commit();
        return result.rows();
    }

    /** Replication carries rows, not the counters that number them. */
    private void copySequences() throws SQLException {
        for (var sequence :
                Sql.texts(
                        source,
                        "select format('%I.%I', schemaname, sequencename) from pg_sequences where"
                                + " schemaname = ?",
                        from.database().schema())) {
            var state =
                    Query.rows(
                                    source,
                                    row ->
                                            "select setval(%s, %d, %s)"
                                                    .formatted(
                                                            Sql.literal(sequence),
                                                            row.getLong(1),
                                                            row.getBoolean(2)),
                                    "select last_value, is_called from " + sequence)
                            .getFirst();
            Sql.text(target(), state);
        }
    }

    /** A writer who comes late is refused: better than a row that nobody finds again. */
    private void lockOut() throws SQLException {
        var roles =
                "%s, %s, public"
                        .formatted(
                                Sql.name(from.database().user()),
                                Sql.name(from.database().owner()));
        Sql.execute(
                source,
                "revoke insert, update, delete, truncate on all tables in schema %s from %s"
                        .formatted(from.schema(), roles));
        Sql.execute(
                source,
                "revoke usage, update on all sequences in schema %s from %s"
                        .formatted(from.schema(), roles));
        Sql.execute(
                source,
                "revoke connect on database %s from %s"
                        .formatted(
                                Sql.name(from.database().database()),
                                Sql.name(from.database().owner())));
    }

    /** Until no session is left that could write. */
    private void awaitPaused() throws SQLException {
        var end = System.nanoTime() + DRAINING.toNanos();
        while (true) {
            var writing = sessions(source, from).stream().filter(it -> !it.paused()).toList();
            if (writing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new StillWriting(
                        writing.stream()
                                .map(Session::toString)
                                .distinct()
                                .collect(Collectors.joining(", ")));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    /** Until the service is at the new place. */
    private Duration awaitArrival(long begun) throws SQLException {
        var end = System.nanoTime() + ARRIVAL.toNanos();
        while (sessions(target(), to).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Sends the service to the new place once more: for when that was all that was missing. */
    public void redirect() {
        address.serve(to.url());
    }

    /** Takes away what the move needed. */
    public void cleanUp() {
        run(
                "clean up",
                () -> {
                    replication.end(source, target());
                    Sql.execute(target(), MoveMark.off(to.database().schema()));
                    return "the old tables stay, for reading only";
                });
    }

    /** Whether nobody of the service is at the old place any more; waits for it for a moment. */
    public boolean hasLeft() {
        var end = System.nanoTime() + ARRIVAL.toNanos();
        try {
            while (!sessions(source, from).isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
            return true;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Back to as it was, as long as the old tables are the service's. */
    public void undo() {
        run(
                "undo",
                () -> {
                    if (address.pauses()) {
                        address.serve(from.url());
                    }
                    var arrived = there.exists(to.database());
                    if (arrived) {
                        refuseOthersRows();
                    }
                    replication.end(source, arrived ? target() : null);
                    if (arrived) {
                        close(target);
                        new Provisioning(
                                        there.manifest().only(from.service()),
                                        new DatabaseServers(
                                                null, Map.of(from.service(), to.server())),
                                        there.secrets())
                                .remove(List.of(from.service()), true, progress::doing);
                    }
                    return from.service() + " is as it was";
                });
    }

    /** A session of the service's user. */
    private record Session(int pid, String application, String state, boolean paused) {

        @Override
        public String toString() {
            return "%s (%s)".formatted(application.isEmpty() ? "pid " + pid : application, state);
        }
    }

    private static List<Session> sessions(Connection connection, Place place) throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Session(
                                row.getInt(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4)),
                """
                select pid, application_name, coalesce(state, ''), application_name like ?
                  from pg_stat_activity
                 where usename = ? and datname = current_database() and backend_type = 'client backend'
                """,
                PAUSED,
                place.database().user());
    }

    private Connection target() throws SQLException {
        if (target == null || target.isClosed()) {
            target = to.connect();
        }
        return target;
    }

    private interface Step {
        String run() throws SQLException;
    }

    private interface Yielding<T> {
        Ended<T> run() throws SQLException;
    }

    private record Ended<T>(String words, T value) {}

    private void run(String name, Step step) {
        run(name, () -> new Ended<>(step.run(), name));
    }

    private <T> T run(String name, Yielding<T> step) {
        progress.begins(name);
        try {
            var ended = step.run();
            progress.done(ended.words());
            return ended.value();
        } catch (StillWriting e) {
            throw new ProvisioningFailed(
                    "%s does not stop writing: %s. It goes on where it is; try again when it is calmer."
                            .formatted(from.service(), e.getMessage()),
                    e);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private ProvisioningFailed failed(SQLException e) {
        return new ProvisioningFailed(
                "Moving %s from %s to %s was interrupted: %s. Run the command again when both servers answer; it goes on from there."
                        .formatted(
                                from.service(),
                                from.address(),
                                to.address(),
                                String.valueOf(e.getMessage()).replace("\n", " ")),
                e);
    }

    /** Whoever writes does not stop for it. */
    private static final class StillWriting extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StillWriting(String who) {
            super(who);
        }
    }

    @Override
    public void close() {
        close(source);
        close(poking);
        close(target);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // the server has ended the session already
        }
    }
}
