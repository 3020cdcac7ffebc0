package dev.bulkhead.provisioning.references;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Reference;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds ids that lead nowhere. It has no right of its own: it connects as the runtime user of the
 * service that holds the ids, and sees what that user sees, in its own tables and in the views
 * published to it.
 *
 * <p>Ids are read in pages along their order, each in a statement of its own. So neither memory nor
 * a transaction grows with the table, and no snapshot is held that would keep dead rows alive.
 */
public final class CheckingReferences {

    private static final int PAGE = 1_000;
    private static final int MOST_EXAMPLES = 5;

    private final Provisioning provisioning;
    private final int page;

    public CheckingReferences(Provisioning provisioning) {
        this(provisioning, PAGE);
    }

    CheckingReferences(Provisioning provisioning, int page) {
        this.provisioning = provisioning;
        this.page = page;
    }

    /**
     * @param progress hears of each reference when its turn comes
     * @return all references of the manifest, in its order
     * @throws ProvisioningFailed if one of them cannot be checked, or not wholly
     */
    public List<ReferenceCheck> check(Consumer<Reference> progress) {
        var checks = new ArrayList<ReferenceCheck>();
        for (var holder : provisioning.databases()) {
            for (var reference : holder.service().references()) {
                progress.accept(reference);
                checks.add(check(holder, reference));
            }
        }
        return checks;
    }

    private ReferenceCheck check(ServiceDatabase holder, Reference reference) {
        var target = target(holder, reference);
        try (var own = connect(holder, provisioning.server(holder), holder.database());
                var others =
                        target.sameDatabase(holder)
                                ? own
                                : connect(
                                        holder,
                                        provisioning.servers().get(target.server()),
                                        target.database())) {
            var ids =
                    Column.find(
                            own,
                            holder.schema(),
                            holder.prefix() + reference.table(),
                            reference.column());
            var view =
                    Column.find(others, target.schema(), reference.view(), reference.viewColumn());
            return compare(holder, reference, own, ids, others, view);
        } catch (SQLException e) {
            throw cannot(holder, reference, message(e), e);
        } catch (Column.Missing e) {
            throw cannot(holder, reference, e.getMessage(), e);
        }
    }

    private ReferenceCheck compare(
            ServiceDatabase holder,
            Reference reference,
            Connection own,
            Column ids,
            Connection others,
            Column view)
            throws SQLException {
        long checked = 0;
        long orphans = 0;
        var first = new ArrayList<String>();
        @Nullable String last = null;
        List<String> some;
        do {
            some = ids.valuesAfter(own, last, page);
            if (!some.isEmpty()) {
                var missing = view.missing(others, some);
                checked += some.size();
                orphans += missing.size();
                missing.stream().limit(MOST_EXAMPLES - first.size()).forEach(first::add);
                last = some.getLast();
            }
        } while (some.size() == page);
        return new ReferenceCheck(holder.service().name(), reference, checked, orphans, first);
    }

    private record Target(String server, String database, String schema) {

        boolean sameDatabase(ServiceDatabase holder) {
            return server.equals(holder.server()) && database.equals(holder.database());
        }
    }

    /** Where the view is, if the service may read it. */
    private Target target(ServiceDatabase holder, Reference reference) {
        if (reference.service().equals(holder.service().name())) {
            if (holder.api().isEmpty()) {
                throw cannot(
                        holder,
                        reference,
                        "the service publishes nothing, because nobody reads it; a foreign key does"
                                + " better");
            }
            return new Target(holder.server(), holder.database(), holder.api());
        }
        return holder.reads().stream()
                .filter(it -> it.service().equals(reference.service()))
                .map(it -> new Target(it.server(), it.database(), it.schema()))
                .findFirst()
                .orElseThrow(() ->
                        cannot(
                                holder,
                                reference,
                                "no contract lets it read \"%s\"; add it to \"reads\""
                                        .formatted(reference.service())));
    }

    /**
     * Row-level security would hide rows in silence; off, it makes a query fail that it affects.
     */
    private Connection connect(ServiceDatabase holder, DatabaseServer server, String database)
            throws SQLException {
        try {
            var user = holder.user();
            var connection = server.connect(database, user, provisioning.secrets().password(user));
            try (var statement = connection.createStatement()) {
                statement.execute("set row_security = off");
                connection.setReadOnly(true);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw server.refused(e, database, holder.user());
        }
    }

    /** Without hints and positions, which are about SQL that nobody here has written. */
    private static String message(SQLException e) {
        return e instanceof PSQLException it
                        && it.getServerErrorMessage() instanceof ServerErrorMessage message
                ? String.valueOf(message.getMessage())
                : String.valueOf(e.getMessage());
    }

    private static ProvisioningFailed cannot(
            ServiceDatabase holder, Reference reference, String reason) {
        return new ProvisioningFailed(sentence(holder, reference, reason));
    }

    private static ProvisioningFailed cannot(
            ServiceDatabase holder, Reference reference, String reason, Exception cause) {
        return new ProvisioningFailed(sentence(holder, reference, reason), cause);
    }

    private static String sentence(ServiceDatabase holder, Reference reference, String reason) {
        return "%s.%s of service \"%s\" cannot be checked: %s."
                .formatted(reference.table(), reference.column(), holder.service().name(), reason);
    }
}
