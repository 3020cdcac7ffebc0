package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills the large tables, then asks for first and last pages in turn. Prints a Markdown table, and
 * which of the large tables were read from end to end meanwhile.
 */
final class Paging {

    private static final int PAGE = 100;
    private static final int CONNECTIONS = 4;
    private static final List<String> LARGE =
            List.of(
                    "products",
                    "orders",
                    "order_items",
                    "audit_log",
                    "players",
                    "lobbies",
                    "videos",
                    "watch_history");

    private final Database database;
    private final Wrk wrk;
    private final People people;
    private final Path root;
    private final int gateway;
    private final int rows;

    private Paging(Database database, Wrk wrk, People people, Path root, int gateway, int rows) {
        this.database = database;
        this.wrk = wrk;
        this.people = people;
        this.root = root;
        this.gateway = gateway;
        this.rows = rows;
    }

    /** One list, asked for one page. */
    private record Page(String list, int port, String path, String token) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 6) {
            throw new IllegalArgumentException(
                    "Paging ROOT STATE GATEWAY_PORT SECONDS ROUNDS ROWS");
        }
        var root = Path.of(arguments[0]);
        int gateway = Integer.parseInt(arguments[2]);
        new Paging(
                        new Database(Path.of(arguments[1])),
                        new Wrk(root),
                        People.settle("http://localhost:" + gateway, root),
                        root,
                        gateway,
                        Integer.parseInt(arguments[5]))
                .run(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    }

    private void run(int seconds, int rounds)
            throws IOException, InterruptedException, SQLException {
        fill();
        people.logIn();
        var lists = lists();
        for (var pages : lists.values()) {
            for (var page : pages) {
                send(page, seconds);
            }
        }
        var before = scans();
        System.out.printf(
                """
                | list of %,d rows, %d a page | first page: p50 ms | last page: p50 ms | last : first | errors |
                |---|---|---|---|---|
                """,
                rows, PAGE);
        for (var list : lists.entrySet()) {
            System.out.println(row(list.getKey(), list.getValue(), seconds, rounds));
        }
        var after = scans();
        System.out.println();
        after.forEach((table, scans) -> {
            if (scans > before.getOrDefault(table, 0L)) {
                System.out.printf(
                        "%s was read from end to end %d times: a query finds no index.%n",
                        table, scans - before.getOrDefault(table, 0L));
            }
        });
        if (after.equals(before)) {
            System.out.println("None of the tables was ever read from end to end.");
        }
    }

    private String row(String list, List<Page> pages, int seconds, int rounds)
            throws IOException, InterruptedException {
        var first = new ArrayList<Double>();
        var last = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        long errors = 0;
        for (int round = 0; round < rounds; round++) {
            var one = send(pages.getFirst(), seconds);
            var other = send(pages.getLast(), seconds);
            first.add(one.p50());
            last.add(other.p50());
            ratios.add(other.p50() / one.p50());
            errors += one.refused() + one.broken() + other.refused() + other.broken();
        }
        return "| %s | %.1f | %.1f | %.2f (%s) | %d |"
                .formatted(
                        list,
                        Median.of(first, it -> it),
                        Median.of(last, it -> it),
                        Median.of(ratios, it -> it),
                        String.join(", ", ratios.stream().sorted().map("%.2f"::formatted).toList()),
                        errors);
    }

    private Wrk.Figures send(Page page, int seconds) throws IOException, InterruptedException {
        return wrk.run(
                "http://127.0.0.1:" + page.port(),
                List.of("GET\t" + page.path() + "\t" + page.token() + "\t"),
                CONNECTIONS,
                seconds);
    }

    /** The first and the last page of each list. */
    private Map<String, List<Page>> lists() throws IOException, InterruptedException {
        var lists = new LinkedHashMap<String, List<Page>>();
        var user = people.token(0);
        var admin = people.admin(database.password("auth_admin_password"));
        var late = cursor(id(rows - PAGE - 1));
        var early = cursor(id(PAGE + 1));
        add(lists, "products", 2, "/api/payment/products?", user, late);
        add(lists, "own orders", 2, "/api/payment/orders?", user, early);
        add(lists, "own orders by status", 2, "/api/payment/orders?status=pending&", user, early);
        add(lists, "audit log", 1, "/api/auth/audit?", admin, early);
        add(
                lists,
                "audit log by action",
                1,
                "/api/auth/audit?action=key.rotated&",
                admin,
                cursor(id(rows / 10)));
        add(lists, "leaderboard", 3, "/api/game/leaderboard?", user, cursor("500\u001f" + id(1)));
        add(lists, "lobbies", 3, "/api/game/lobbies?", user, early);
        add(lists, "videos", 4, "/api/media/videos?", user, early);
        add(
                lists,
                "watch history",
                4,
                "/api/media/history?",
                user,
                cursor("2026-01-01T00:02:00Z\u001f" + id(120)));
        return lists;
    }

    private void add(
            Map<String, List<Page>> lists,
            String name,
            int service,
            String path,
            String token,
            String after) {
        var first = path + "limit=" + PAGE;
        lists.put(
                name,
                List.of(
                        new Page(name, gateway + service, first, token),
                        new Page(name, gateway + service, first + "&after=" + after, token)));
    }

    private static String id(int number) {
        return "01900000-0000-7000-8000-%012x".formatted(number);
    }

    /** As shared-web's Cursor makes them. */
    private static String cursor(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void fill() throws IOException, SQLException {
        var sql =
                Files.readString(root.resolve("platform/benchmarks/src/main/sql/fill.sql"))
                        .replace("{{rows}}", Integer.toString(rows))
                        .replace("{{user}}", people.id(0));
        for (var part : sql.split("-- (?=\\w+_db)")) {
            if (part.isBlank()) {
                continue;
            }
            var name = part.substring(0, part.indexOf('\n')).strip();
            try (var connection = database.connect("postgres", name);
                    var statement = connection.createStatement()) {
                // rows are made as they should be: triggers would look at each of them again
                statement.execute("set session_replication_role = replica");
                statement.execute("set synchronous_commit = off");
                for (var one : part.substring(part.indexOf('\n')).split(";\\n")) {
                    statement.execute(one);
                }
                statement.execute("vacuum analyze");
            }
            System.err.println("filled " + name);
        }
    }

    /** How often each large table was read from end to end. */
    private Map<String, Long> scans() throws IOException, SQLException {
        var scans = new TreeMap<String, Long>();
        for (var name : List.of("payment_db", "auth_db", "game_db", "media_db")) {
            try (var connection = database.connect("postgres", name);
                    var query =
                            connection.prepareStatement(
                                    "select relname, seq_scan from pg_stat_user_tables where"
                                            + " relname = any (?)")) {
                query.setArray(1, connection.createArrayOf("text", LARGE.toArray()));
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        scans.put(rows.getString(1), rows.getLong(2));
                    }
                }
            }
        }
        return scans;
    }
}
