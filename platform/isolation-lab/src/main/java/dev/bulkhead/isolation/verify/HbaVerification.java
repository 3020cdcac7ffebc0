package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.server.DatabaseServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in from where, as the server reads its pg_hba.conf. Where that file is somebody
 * else's, only what lets a service's role in without its password is wrong with it.
 */
final class HbaVerification {

    private static final String SCRAM = "scram-sha-256";

    private record Rule(
            int line,
            String type,
            List<String> databases,
            List<String> users,
            String from,
            String method) {

        boolean admits() {
            return !method.equals("reject");
        }

        boolean names(String role) {
            return users.contains(role) || users.contains("all") || users.contains("+" + role);
        }

        boolean opens(String database, String role) {
            return databases.contains(database)
                    || databases.contains("all")
                    || database.equals(role)
                            && (databases.contains("sameuser") || databases.contains("samerole"));
        }

        /** Whether it speaks for every connection from there. */
        boolean covers(String network) {
            return !type.equals("local")
                    && (from.equals("all")
                            || from.equals(network)
                            || from.equals(network.contains(":") ? "::/0" : "0.0.0.0/0"));
        }

        String object() {
            return "pg_hba.conf, line %d".formatted(line);
        }

        String text() {
            return String.join(
                            " ",
                            type,
                            String.join(",", databases),
                            String.join(",", users),
                            from,
                            method)
                    .replace("  ", " ");
        }
    }

    private final Connection connection;
    private final DatabaseServer server;
    private final String name;
    private final Intention intention;
    private final Deviations found;

    HbaVerification(
            Connection connection,
            DatabaseServer server,
            String name,
            Intention intention,
            Deviations found) {
        this.connection = connection;
        this.server = server;
        this.name = name;
        this.intention = intention;
        this.found = found;
    }

    void run() throws SQLException {
        var ours = server.hbaFile() != null;
        if (ours) {
            loaded();
        }
        var rules = rules();
        for (var it : rules) {
            if (it.admits()) {
                if (ours) {
                    line(it);
                } else if (it.method().equals("trust")
                        && intention.roles().stream().anyMatch(it::names)) {
                    found.hole(
                            name,
                            it.object(),
                            it.text(),
                            "a password for every service's role",
                            "replace trust by " + SCRAM);
                }
            }
        }
        if (ours) {
            everybodyGetsIn(rules);
        }
    }

    private void loaded() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    if (row.getBoolean(1)) {
                        found.hole(
                                name,
                                "pg_hba.conf",
                                "changed since the server read it",
                                "what the server goes by",
                                "select pg_reload_conf()");
                    }
                    return "";
                },
                "select (pg_stat_file(current_setting('hba_file'))).modification >"
                        + " pg_conf_load_time()");
    }

    private List<Rule> rules() throws SQLException {
        var rules =
                Rows.of(
                        connection,
                        row -> {
                            var error = row.getString(7);
                            if (error != null) {
                                found.hole(
                                        name,
                                        "pg_hba.conf, line %d".formatted(row.getInt(1)),
                                        error,
                                        "a line that PostgreSQL understands",
                                        Deviations.PROVISION);
                            }
                            return error != null
                                    ? null
                                    : new Rule(
                                            row.getInt(1),
                                            row.getString(2),
                                            Rows.texts(row, 3),
                                            Rows.texts(row, 4),
                                            from(row.getString(5), row.getString(8)),
                                            row.getString(6));
                        },
                        """
                        select line_number, type, database, user_name, address, auth_method, error, netmask
                          from pg_hba_file_rules r
                         -- PostgreSQL 15 numbers no rules, and includes no files either
                         order by (to_jsonb(r) ->> 'rule_number')::int nulls first, line_number
                        """);
        return rules.stream().filter(it -> it != null).toList();
    }

    /** As a CIDR block; a host's name or a word stays as it is, a local line comes from nowhere. */
    private static String from(@Nullable String address, @Nullable String mask) {
        if (address == null || mask == null) {
            return Objects.requireNonNullElse(address, "");
        }
        try {
            var bits = new BigInteger(1, InetAddress.getByName(mask).getAddress()).bitCount();
            return "%s/%d".formatted(address, bits);
        } catch (UnknownHostException e) {
            return address + " " + mask;
        }
    }

    /** A line may name services' roles and their own databases, and nobody else. */
    private void line(Rule it) {
        var administrator = server.administrator();
        for (var user : it.users()) {
            if (!user.equals(administrator) && !intention.roles().contains(user)) {
                hole(
                        it,
                        user.equals("all")
                                ? "lets everybody in"
                                : "lets %s in, whom the manifest does not know".formatted(user));
                return;
            }
            if (intention.roles().contains(user)) {
                var strange = new LinkedHashSet<>(it.databases());
                strange.removeAll(intention.databasesOf(user));
                if (!strange.isEmpty()) {
                    hole(
                            it,
                            "lets %s into %s"
                                    .formatted(
                                            user,
                                            strange.contains("all")
                                                    ? "every database"
                                                    : String.join(", ", strange)));
                    return;
                }
            }
        }
        if (!it.method().equals(SCRAM)) {
            hole(it, "asks for %s instead of a password".formatted(it.method()));
            return;
        }
        var networks = new LinkedHashSet<>(server.networks());
        if (it.users().equals(List.of(administrator))) {
            networks.addAll(DatabaseServer.LOOPBACK);
        }
        if (!it.from().isEmpty() && !networks.contains(it.from())) {
            hole(it, "lets them in from " + it.from());
        }
    }

    private void hole(Rule it, String what) {
        found.hole(
                name,
                it.object(),
                "%s: %s".formatted(what, it.text()),
                "each role its own database, with its password",
                Deviations.PROVISION);
    }

    private void everybodyGetsIn(List<Rule> rules) {
        for (var role : intention.roles()) {
            for (var database : intention.databasesOf(role)) {
                for (var network : server.networks()) {
                    var first =
                            rules.stream()
                                    .filter(it ->
                                            it.names(role)
                                                    && it.opens(database, role)
                                                    && it.covers(network))
                                    .findFirst();
                    if (first.isEmpty() || !first.get().admits()) {
                        found.broken(
                                intention.serviceOfRole(role),
                                "pg_hba.conf",
                                "%s does not get into %s from %s"
                                        .formatted(role, database, network),
                                "its own database is open to it",
                                Deviations.PROVISION);
                    }
                }
            }
        }
    }
}
