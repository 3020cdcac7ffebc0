package dev.bulkhead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.cli.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same services on other rungs of the ladder, and other platforms beside ours. */
class RungTests {

    TestCheckout here;

    @BeforeEach
    void checkout(@TempDir Path folder) throws IOException {
        here = new TestCheckout(folder.toRealPath());
    }

    @AfterEach
    void down() throws IOException {
        here.close();
    }

    @Test
    void startsAServerForEachServiceAndNoneForAll() throws IOException {
        var up = here.run("up", "-d", "--isolation=server");

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output())
                .contains("2 servers", "2 databases")
                .containsPattern(
                        "postgres-auth +embedded, port " + (here.ports.get("postgres") + 1))
                .containsPattern("postgres-game +embedded, port ");
        assertThat(servers()).containsExactly("postgres-auth", "postgres-game");
        var auth = here.running("postgres-auth").port();
        var game = here.running("postgres-game").port();
        assertThat(here.environmentOf("auth"))
                .contains("SPRING_DATASOURCE_URL=jdbc:postgresql://localhost:" + auth + "/auth_db");
        assertThat(here.environmentOf("game"))
                .contains("SPRING_DATASOURCE_URL=jdbc:postgresql://localhost:" + game + "/game_db");
        assertThat(databases("auth", auth)).contains("auth_db").doesNotContain("game_db");

        assertThat(here.command("status").output())
                .containsPattern("postgres-auth +up +localhost:" + auth)
                .doesNotContain("PostgreSQL");
        assertThat(here.command("logs", "postgres-game").output()).contains("ready to accept");
        assertThat(here.command("db", "status").output()).contains("as the manifest says");
        assertThat(here.run("up", "-d", "--isolation=server").output()).contains("runs already");
        assertThat(here.run("down").output()).contains("postgres-auth", "postgres-game");
        here.nothingIsLeft();
    }

    @Test
    void watchesEachServerAndMendsTheOneThatDied() throws IOException {
        var launcher = here.start("up", "--isolation=server").until("Ctrl-C stops everything");
        var game = here.running("postgres-game").process();
        var other = here.run("up", "-d", "--isolation=schema");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.output()).contains("on the rung server, not on schema");

        kill(here.running("postgres-auth").process());

        var ended = launcher.ended();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("postgres-auth has ended. Its last words", "ready");
        assertThat(game.alive()).isFalse();
        here.nothingIsLeft();

        assertThat(here.run("up", "-d", "--isolation=server").exitCode()).isZero();
        kill(here.running("postgres-auth").process());
        assertThat(here.command("status").output()).containsPattern("postgres-auth +died");
        var kept = here.running("postgres-game").process();
        assertThat(here.run("up", "-d", "--isolation=server").exitCode()).isZero();
        assertThat(here.running("postgres-game").process()).isEqualTo(kept);
        assertThat(servers()).containsExactly("postgres-auth", "postgres-game");
    }

    @Test
    void givesOneServiceItsOwnServerAndTheOthersTheSharedOne() throws IOException {
        var manifest = here.checkout.manifest();
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(
                                "module: game-service",
                                "module: game-service\n    isolation: server"));

        var up = here.run("up", "-d");

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(servers()).containsExactly("postgres", "postgres-game");
        assertThat(here.environmentOf("auth"))
                .contains(":" + here.running("postgres").port() + "/auth_db");
        assertThat(here.environmentOf("game"))
                .contains(":" + here.running("postgres-game").port() + "/game_db");
    }

    @Test
    void climbsTheLadderAndKeepsWhatEachRungHas() throws IOException, SQLException {
        var first = here.run("up", "-d", "--isolation=prefix");
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("The rung prefix isolates nothing")
                .doesNotContain("From the rung");
        assertThat(here.environmentOf("auth"))
                .contains("BULKHEAD_DB_PREFIX=auth_")
                .contains("BULKHEAD_DB_OWNER_ROLE=test_owner")
                .contains("SPRING_DATASOURCE_USERNAME=test_user")
                .contains("/test_prefix_db");
        execute("test_prefix_db", "test_owner", "create table test.auth_notes (text text)");

        assertThat(here.command("db", "status").exitCode()).isZero();
        var refused = here.run("up", "-d", "--isolation=schema");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains("on the rung prefix, not on schema: ./bulkhead down first");
        assertThat(here.command("db", "create", "--isolation=schema").exitCode()).isEqualTo(1);

        assertThat(here.run("up", "-d").output()).contains("runs already");
        var manifest = here.checkout.manifest();
        var line = "isolation: database";
        Files.writeString(manifest, Files.readString(manifest).replace(line, "isolation: schema"));
        assertThat(here.run("up", "-d").output())
                .as("the line was edited under what runs")
                .contains("on the rung prefix, not on schema");
        assertThat(here.command("db", "status").exitCode()).isZero();

        here.run("down");
        var second = here.run("up", "-d");
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(second.output())
                .contains("From the rung prefix to the rung schema", "Nothing is copied")
                .doesNotContain("isolates nothing");
        assertThat(here.environmentOf("auth"))
                .contains("BULKHEAD_DB_PREFIX=\n", "SPRING_DATASOURCE_USERNAME=auth_user");

        here.run("down");
        assertThat(here.command("db", "create", "--isolation=prefix").exitCode()).isZero();
        assertThat(here.run("up", "-d", "--isolation=prefix").exitCode()).isZero();
        execute("test_prefix_db", "test_owner", "select text from test.auth_notes");
    }

    @Test
    void worksOnAnotherPlatformBesideOurs() throws IOException {
        shop();

        assertThat(shop("migrate")).contains("nothing to migrate yet", "db create --platform shop");
        assertThat(shop("seed")).contains("nothing to put rows into yet", "db prepare");
        assertThat(shop("status")).contains("db create --platform shop");
        assertThat(shop("create"))
                .contains("1 database,", "Next: ./bulkhead db migrate --platform shop");
        assertThat(shop("seed")).contains("1 migration is pending", "db migrate --platform shop");
        assertThat(shop("migrate")).contains("stock 1");
        assertThat(shop("prepare")).containsPattern("databases +nothing to do");
        assertThat(shop("orphans")).contains("names no references");
        var status = here.command("db", "status", "-v", "--platform", "shop", "--isolation=schema");
        assertThat(status.output()).containsPattern("stock +shop_db +1 +create things +Success");

        var up = here.run("up", "--platform", "shop");
        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output())
                .contains("no application for stock", "./bulkhead db prepare --platform shop");
        assertThat(here.checkout.server("postgres")).doesNotExist();
        assertThat(here.checkout.state().resolve("platforms/shop/secrets/stock_owner")).exists();
        assertThat(here.command("status", "--platform", "shop").exitCode()).isEqualTo(1);
        assertThat(here.run("down", "--platform", "shop").output()).contains("Nothing runs.");
        here.nothingIsLeft();
    }

    @Test
    void findsIdsThatLeadNowhere() throws IOException {
        var folder = here.root.resolve("club");
        write(
                folder.resolve("platform.yaml"),
                """
                platform: club
                server: {port: %d, max_connections: 60, reserved_connections: 20}
                services:
                  people: {module: people, pool: 5, shared: true}
                  boats:
                    module: boats
                    pool: 5
                    reads: [people]
                    references: {boats.member_id: people.members.id}
                """
                        .formatted(here.ports.get("postgres")));
        write(
                folder.resolve("people/db/migration/V1__create_members.sql"),
                """
                create table ${prefix}members (id int, constraint members_pkey primary key (id));
                create view ${api_schema}.members as select id from ${prefix}members;
                """);
        write(folder.resolve("people/db/seed/dev/members.sql"), rows("members", "(1), (2)"));
        write(
                folder.resolve("boats/db/migration/V1__create_boats.sql"),
                "create table ${prefix}boats (member_id int, constraint boats_pkey primary key"
                        + " (member_id));\n");
        write(folder.resolve("boats/db/seed/dev/boats.sql"), rows("boats", "(1), (3)"));
        var club = folder.toString();

        var early = here.command("db", "orphans", "--platform", club);
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.output())
                .contains("nothing to check yet: ./bulkhead db prepare --platform " + club);

        here.command("db", "prepare", "--platform", club);
        var found = here.command("db", "orphans", "--platform", club);
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.output())
                .containsPattern("boats +boats.member_id +people.members.id +2 +1 +3\n")
                .contains("1 id leads nowhere.");

        write(folder.resolve("people/db/seed/dev/members.sql"), rows("members", "(3)"));
        here.command("db", "seed", "--platform", club);
        var mended = here.command("db", "orphans", "--platform", club);
        assertThat(mended.exitCode()).as(mended.output()).isZero();
        assertThat(mended.output()).contains("Every id leads somewhere.");
    }

    private static String rows(String table, String values) {
        return "insert into ${prefix}%s values %s on conflict do nothing;\n"
                .formatted(table, values);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A platform of databases only, on the rung schema. */
    private void shop() throws IOException {
        var shop = here.root.resolve("examples/shop");
        Files.createDirectories(shop.resolve("stock/db/migration"));
        Files.writeString(
                shop.resolve("platform.yaml"),
                """
                platform: shop
                isolation: schema
                server:
                  port: %d
                  max_connections: 60
                  reserved_connections: 20
                services:
                  stock:
                    module: stock
                    pool: 5
                """
                        .formatted(here.ports.get("postgres")));
        Files.writeString(
                shop.resolve("stock/db/migration/V1__create_things.sql"),
                "create table ${prefix}things (id int, constraint things_pkey primary key"
                        + " (id));\n");
    }

    private String shop(String task) throws IOException {
        return here.command("db", task, "--platform", "shop").output();
    }

    private Set<String> servers() {
        var servers = new TreeSet<String>();
        for (var name : here.checkout.running().names()) {
            if (name.startsWith("postgres") && here.checkout.running().find(name).isPresent()) {
                servers.add(name);
            }
        }
        return servers;
    }

    private Set<String> databases(String service, int port) throws IOException {
        var names = new TreeSet<String>();
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://localhost:" + port + "/postgres",
                                "postgres",
                                secret("postgres_" + service));
                var rows =
                        connection
                                .createStatement()
                                .executeQuery("select datname from pg_database")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    private void execute(String database, String role, String sql)
            throws IOException, SQLException {
        var url = "jdbc:postgresql://localhost:" + here.running("postgres").port() + "/" + database;
        try (var connection = DriverManager.getConnection(url, role, secret(role));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String secret(String name) throws IOException {
        return Files.readString(here.checkout.secrets().resolve(name)).strip();
    }

    private static void kill(ProcessIdentity process) {
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.alive());
    }
}
