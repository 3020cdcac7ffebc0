package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.migration.RollbackPlan.Target;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Takes a service's newest migrations back, each by the script beside it: {@code db/undo/U3__….sql}
 * undoes {@code db/migration/V3__….sql}. A script and its line of the history are one transaction.
 *
 * <p>Before anything is changed, all scripts are rehearsed in a transaction that is rolled back. So
 * one that fails is found out before the first has run, and what will be lost is known and not
 * guessed.
 */
public final class Rollback {

    private static final Pattern SCRIPT = Pattern.compile("U(.+?)__.*\\.sql");

    /** Statements that would end the transaction, or cannot be within one. */
    private static final Pattern OUTSIDE =
            Pattern.compile(
                    "(?is)(begin|start\\s+transaction|commit|end|rollback|abort|savepoint|release"
                            + "|prepare\\s+transaction|vacuum|reindex\\s.*\\bconcurrently"
                            + "|(?:create|drop)\\s+(?:unique\\s+)?index\\s+concurrently"
                            + "|refresh\\s+materialized\\s+view\\s+concurrently.*"
                            + "|alter\\s+table\\s.*\\bdetach\\s+partition\\s.*\\bconcurrently"
                            + "|(?:create|drop)\\s+(?:database|tablespace)|alter\\s+system)\\b.*");

    private static final String NOT_IN_A_TRANSACTION = "25001";

    private static final int MOST_ROWS_COUNTED = 100_000;

    private final Owner owner;
    private final Migrator migrator;

    public Rollback(DatabaseServer server, ServiceDatabase target, Secrets secrets) {
        this.owner = Owner.of(server, target, secrets);
        this.migrator = new Migrator(server, target, secrets);
    }

    /**
     * What it would do.
     *
     * @throws ProvisioningFailed if it cannot be done; the message says why
     */
    public RollbackPlan plan(Target target) {
        try (var _ = MigrationLock.take(owner);
                var connection = owner.connect()) {
            owner.watch(connection);
            connection.setAutoCommit(false);
            MigrationLock.hold(connection, owner);
            return plan(target, connection);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /**
     * Does what was planned.
     *
     * @param progress hears of each migration when its transaction begins
     * @throws ProvisioningFailed if a script fails, which leaves everything as it was before that
     *     script; or if somebody else has changed the history since
     */
    public void run(RollbackPlan plan, Consumer<Undo> progress) {
        try (var _ = MigrationLock.take(owner);
                var connection = owner.connect()) {
            owner.watch(connection);
            connection.setAutoCommit(false);
            MigrationLock.hold(connection, owner);
            for (var undo : plan.undos()) {
                progress.accept(undo);
                run(undo, undo.equals(plan.undos().getLast()), plan.to(), connection);
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private void run(Undo undo, boolean last, String to, Connection connection)
            throws SQLException {
        History.lock(connection, owner);
        var newest = History.read(connection, owner).rows();
        if (newest.isEmpty() || !newest.getLast().version().equals(undo.version())) {
            connection.rollback();
            throw new ProvisioningFailed(
                    "Somebody else has changed %s meanwhile: V%s is not its newest migration any more. Ask again."
                            .formatted(name(), undo.version()));
        }
        execute(script(undo.script()), connection);
        if (!History.remove(connection, owner, undo.version())) {
            connection.rollback();
            throw new ProvisioningFailed(
                    "%s undid its own line of the history; it must leave that to the rollback."
                            .formatted(undo.script()));
        }
        if (last) {
            History.unmark(connection, owner);
        } else {
            History.mark(connection, owner, to);
        }
        connection.commit();
    }

    private RollbackPlan plan(Target target, Connection connection) throws SQLException {
        var history = History.read(connection, owner);
        refuseStrange(history);
        var undone = undone(target, history);
        refuseChanged(undone);
        var scripts = scripts(undone);
        scripts.values().forEach(Rollback::refuseWhatNeedsNoTransaction);
        var interrupted = target instanceof Target.Count && history.unfinished().isPresent();
        return rehearse(history, undone, scripts, interrupted, connection);
    }

    private void refuseStrange(History history) {
        for (var row : history.rows()) {
            if (!row.success()) {
                throw new ProvisioningFailed(
                        "V%s %s of %s has failed half-way; put that right first: undo by hand what it did, delete its line of %s, and migrate."
                                .formatted(
                                        row.version(),
                                        row.description(),
                                        name(),
                                        owner.target().historyTable()));
            }
        }
        for (int i = 1; i < history.rows().size(); i++) {
            var before = history.rows().get(i - 1);
            var row = history.rows().get(i);
            if (row.number().compareTo(before.number()) < 0) {
                throw new ProvisioningFailed(
                        "%s ran V%s after V%s, so that it is not known what the later one relies on; neither is rolled back."
                                .formatted(name(), row.version(), before.version()));
            }
        }
    }

    /** Newest first. */
    private List<History.Row> undone(Target target, History history) {
        var rows = history.rows();
        var kept =
                switch (target) {
                    case Target.Count it when history.unfinished().isPresent() ->
                            upTo(history.unfinished().get(), rows);
                    case Target.Count it when it.migrations() > rows.size() ->
                            throw new ProvisioningFailed(
                                    "%s has %s, so %d cannot be rolled back."
                                            .formatted(
                                                    name(),
                                                    rows.isEmpty()
                                                            ? "no migration"
                                                            : rows.size() + " migrations",
                                                    it.migrations()));
                    case Target.Count it -> rows.size() - it.migrations();
                    case Target.Version it -> upTo(it.version(), rows);
                };
        return new ArrayList<>(rows.subList(kept, rows.size())).reversed();
    }

    private int upTo(String version, List<History.Row> rows) {
        var number = number(version);
        if (number.equals(MigrationVersion.fromVersion("0"))) {
            return 0;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).number().equals(number)) {
                return i + 1;
            }
        }
        throw new ProvisioningFailed(
                "%s has no migration V%s to go back to; it has %s."
                        .formatted(
                                name(),
                                version,
                                rows.isEmpty()
                                        ? "none"
                                        : rows.stream()
                                                .map(it -> "V" + it.version())
                                                .collect(Collectors.joining(", "))));
    }

    private static MigrationVersion number(String version) {
        try {
            return MigrationVersion.fromVersion(version);
        } catch (FlywayException e) {
            throw new ProvisioningFailed("\"%s\" is no version.".formatted(version), e);
        }
    }

    private void refuseChanged(List<History.Row> undone) {
        var drift = migrator.drift();
        for (var row : undone) {
            if (drift.containsKey(row.version())) {
                throw new ProvisioningFailed(
                        "V%s %s of %s cannot be rolled back: %s, so its undo may belong to something else. Bring back the file that ran."
                                .formatted(
                                        row.version(),
                                        row.description(),
                                        name(),
                                        drift.get(row.version())));
            }
        }
    }

    private Map<String, Script> scripts(List<History.Row> undone) {
        var files = files();
        var scripts = new TreeMap<String, Script>();
        var missing = new ArrayList<String>();
        for (var row : undone) {
            var found = files.stream().filter(it -> versionOf(it).equals(row.number())).toList();
            if (found.size() > 1) {
                throw new ProvisioningFailed(
                        "%s has two scripts to undo V%s: %s and %s."
                                .formatted(
                                        name(),
                                        row.version(),
                                        found.get(0).getFileName(),
                                        found.get(1).getFileName()));
            }
            if (found.isEmpty()) {
                missing.add(row.script().replaceFirst("^V", "U"));
            } else {
                scripts.put(row.version(), script(found.getFirst()));
            }
        }
        if (!missing.isEmpty()) {
            throw new ProvisioningFailed(
                    "%s cannot be rolled back that far, because %s is missing in %s. Nothing was changed."
                            .formatted(name(), String.join(", ", missing), folder()));
        }
        return scripts;
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (var files = Files.list(folder())) {
            return files.filter(it -> SCRIPT.matcher(it.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot read %s: %s".formatted(folder(), e), e);
        }
    }

    private static MigrationVersion versionOf(Path file) {
        var name = SCRIPT.matcher(file.getFileName().toString());
        name.matches();
        return number(name.group(1));
    }

    private static void refuseWhatNeedsNoTransaction(Script script) {
        for (var statement : script.statements()) {
            var words = Script.withoutComments(statement);
            if (OUTSIDE.matcher(words).matches()) {
                throw notTransactional(script, words.lines().findFirst().orElse(""));
            }
        }
    }

    private static ProvisioningFailed notTransactional(Script script, String statement) {
        return new ProvisioningFailed(
                "%s says \"%s\", which cannot be part of a transaction; an undo is one, together with its line of the history. Write it without, such as \"drop index\" without \"concurrently\"."
                        .formatted(script.file(), statement));
    }

    private RollbackPlan rehearse(
            History history,
            List<History.Row> undone,
            Map<String, Script> scripts,
            boolean interrupted,
            Connection connection)
            throws SQLException {
        var first = Catalogue.read(connection, owner.target());
        var before = first;
        var losses = new TreeMap<String, List<String>>();
        try {
            for (var row : undone) {
                execute(scripts.get(row.version()), connection);
                var after = Catalogue.read(connection, owner.target());
                losses.put(row.version(), List.copyOf(before.without(after).keySet()));
                before = after;
            }
        } finally {
            takeBack(connection);
        }
        var rows = new ArrayList<>(history.rows());
        rows.removeAll(undone);
        var undos = new ArrayList<Undo>();
        try (var administrator = owner.server().connect(owner.target().database())) {
            for (var row : undone) {
                undos.add(
                        new Undo(
                                row.version(),
                                row.description(),
                                scripts.get(row.version()).file(),
                                counted(losses.get(row.version()), administrator)));
            }
        }
        return new RollbackPlan(
                history.rows().isEmpty() ? "0" : history.rows().getLast().version(),
                rows.isEmpty() ? "0" : rows.getLast().version(),
                undos,
                interrupted,
                lostViews(first, before));
    }

    /** A published view that is gone, or a column of one that stays. */
    private List<String> lostViews(Catalogue first, Catalogue last) {
        var api = owner.target().service().name() + "_api.";
        return first.without(last).keySet().stream()
                .filter(it -> it.matches("(view|materialized view|column) .*"))
                .map(it -> it.substring(it.lastIndexOf(' ') + 1))
                .filter(it -> it.startsWith(api))
                .toList();
    }

    /** The administrator counts, because policies may let nobody else see all rows. */
    private List<String> counted(List<String> lost, Connection administrator) throws SQLException {
        var counted = new ArrayList<String>();
        for (var it : lost) {
            counted.add(
                    it.startsWith("table ")
                            ? "%s (%s)"
                                    .formatted(
                                            it,
                                            rows(it.substring("table ".length()), administrator))
                            : it);
        }
        return counted;
    }

    private String rows(String table, Connection administrator) throws SQLException {
        try (var statement = administrator.createStatement();
                var result =
                        statement.executeQuery(
                                "select count(*) from (select from \"%s\".\"%s\" limit %d) sample"
                                        .formatted(
                                                owner.target().schema(),
                                                table,
                                                MOST_ROWS_COUNTED + 1))) {
            result.next();
            var count = result.getLong(1);
            return count > MOST_ROWS_COUNTED
                    ? "more than %d rows".formatted(MOST_ROWS_COUNTED)
                    : count + (count == 1 ? " row" : " rows");
        }
    }

    private void execute(Script script, Connection connection) throws SQLException {
        var from = 0;
        for (var statement : script.statements()) {
            from = Math.max(from, script.text().indexOf(statement, from));
            try (var executing = connection.createStatement()) {
                executing.execute(statement);
            } catch (SQLException e) {
                takeBack(connection);
                if (NOT_IN_A_TRANSACTION.equals(e.getSQLState())) {
                    throw notTransactional(script, Script.withoutComments(statement));
                }
                throw new ProvisioningFailed(
                        "Rolling back %s failed at %s:%d: %s Everything is as before that script."
                                .formatted(
                                        owner.target().database(),
                                        script.file(),
                                        script.line(from, e),
                                        ServerMessage.sentence(e)),
                        e);
            }
        }
    }

    /** The server does it by itself when the connection is gone. */
    private static void takeBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // said already by what went wrong before
        }
    }

    private Script script(Path file) {
        return Script.read(file, owner.placeholders(), "Rolling back " + owner.target().database());
    }

    private Path folder() {
        return owner.target().service().sql().resolve("undo");
    }

    private String name() {
        return owner.target().service().name();
    }

    private ProvisioningFailed refused(SQLException e) {
        return owner.server().refused(e, owner.target().database(), owner.target().owner());
    }
}
