package dev.bulkhead.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTests {

    static final String VALID =
            """
            platform: bulkhead
            isolation: database
            server:
              port: 5432
              max_connections: 100
              reserved_connections: 20
            gateway:
              module: gateway
              port: 8080
            services:
              auth:
                module: auth-service
                port: 5500
                pool: 10
                append_only: [audit_log]
                secrets: [encryption_key]
              payment:
                module: payment-service
                port: 3004
                pool: 5
                replicas: 2
            """;

    @TempDir Path folder;

    @BeforeEach
    void makeModules() throws IOException {
        for (var module : List.of("gateway", "auth-service", "payment-service")) {
            Files.createDirectories(folder.resolve(module));
        }
    }

    @Test
    void readsWhatThePlatformIs() {
        var manifest = read(VALID);

        assertThat(manifest.platform()).isEqualTo("bulkhead");
        assertThat(manifest.server()).isEqualTo(new ServerBudget(5432, 100, 20));
        assertThat(manifest.gateway()).contains(new Gateway(folder.resolve("gateway"), 8080));
        assertThat(manifest.services())
                .extracting(Service::name)
                .containsExactly("auth", "payment");
        var auth = manifest.service("auth");
        assertThat(auth.module()).isEqualTo(folder.resolve("auth-service"));
        assertThat(auth.port()).hasValue(5500);
        assertThat(auth.replicas()).isEqualTo(1);
        assertThat(auth.isolation()).isEqualTo(Isolation.DATABASE);
        assertThat(auth.appendOnly()).containsExactly("audit_log");
        assertThat(auth.secrets()).containsExactly("encryption_key");
        assertThat(manifest.service("payment").userConnections()).isEqualTo(12);
        assertThat(manifest.only("payment").services())
                .extracting(Service::name)
                .containsExactly("payment");
    }

    @Test
    void readsTheRepositorysOwn() {
        var root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(Manifest.FILE_NAME))) {
            root = root.getParent();
        }

        assertThat(Manifest.read(root.resolve(Manifest.FILE_NAME)).services())
                .extracting(Service::name)
                .contains("auth", "payment", "game", "media");
    }

    @Test
    void isProductionOnlyWhenItSaysSo() {
        assertThat(read(VALID).production()).isFalse();
        assertThat(read("production: false\n" + VALID).production()).isFalse();
        assertThat(read("production: true\n" + VALID).production()).isTrue();
        assertThat(read("production: true\n" + VALID).only("payment").production()).isTrue();
        assertProblems(
                "production: perhaps\n" + VALID,
                "platform.yaml:1: \"production\" of the manifest must be true or false");
    }

    @Test
    void limitsEveryRoleAndLetsPlatformAndServiceChooseOtherwise() {
        assertThat(read(VALID).service("auth").userLimits().settings())
                .containsEntry("statement_timeout", "5s")
                .containsEntry("lock_timeout", "2s")
                .containsEntry("idle_in_transaction_session_timeout", "10s")
                .containsEntry("transaction_timeout", "30s")
                .containsEntry("temp_file_limit", "64MB");
        assertThat(read(VALID).service("auth").ownerLimits().settings())
                .containsEntry("lock_timeout", "5s")
                .containsEntry("idle_in_transaction_session_timeout", "60s")
                .containsEntry("temp_file_limit", "1GB")
                .hasSize(3);

        var manifest =
                read(
                        """
                        limits: {statement_timeout: 8s, temp_file_limit: 1GB}
                        """
                                + VALID.replace(
                                        "    replicas: 2\n",
                                        "    limits: {statement_timeout: 20s}\n"
                                                + "    owner_limits: {statement_timeout: 1h}\n"));

        assertThat(manifest.service("auth").userLimits().settings())
                .containsEntry("statement_timeout", "8s")
                .containsEntry("temp_file_limit", "1GB")
                .containsEntry("lock_timeout", "2s");
        assertThat(manifest.service("payment").userLimits().settings())
                .containsEntry("statement_timeout", "20s")
                .containsEntry("temp_file_limit", "1GB");
        assertThat(manifest.service("payment").ownerLimits().settings())
                .containsEntry("statement_timeout", "1h");
    }

    @Test
    void namesTheLineAndGuessesTheKey() {
        assertProblems(
                VALID.replace("    port: 5500", "    prot: 5500"),
                "platform.yaml:11: service \"auth\" lacks the key \"port\"",
                "platform.yaml:13: unknown key \"prot\" in service \"auth\"; did you mean"
                        + " \"port\"?");
        assertProblems(
                VALID + "colour: red\n",
                "platform.yaml:22: unknown key \"colour\" in the manifest; there are platform,"
                        + " isolation, production, database, server, gateway, limits, owner_limits,"
                        + " backup, services");
        assertProblems(
                VALID.replace("max_connections", "max_conections"),
                "platform.yaml:5: unknown key \"max_conections\" in \"server\"; did you mean"
                        + " \"max_connections\"?");
        assertProblems(
                VALID.replace("  port: 8080", "  port: 8080\n  pool: 5"),
                "platform.yaml:10: unknown key \"pool\" in \"gateway\"; did you mean \"port\"?");
        assertProblems(
                VALID + "    limits: {stmt: 5s}\n",
                "platform.yaml:22: unknown key \"stmt\" in limits of service \"payment\"; there are"
                        + " statement_timeout, lock_timeout, idle_in_transaction_session_timeout,"
                        + " transaction_timeout, temp_file_limit");
    }

    @Test
    void refusesWhatIsMissing() {
        assertProblems(
                "platform: x\n",
                "platform.yaml:1: the manifest lacks the key \"server\"",
                "platform.yaml:1: the manifest lacks the key \"services\"");
        assertProblems(
                VALID.replace("platform: bulkhead\n", "# nothing\n"),
                "platform.yaml:1: the manifest lacks the key \"platform\"");
        assertProblems(
                without("    module: payment-service\n"),
                "platform.yaml:17: service \"payment\" lacks the key \"module\"");
        assertProblems(
                without("    pool: 5\n"),
                "platform.yaml:17: service \"payment\" lacks the key \"pool\"");
        assertProblems(
                VALID.substring(0, VALID.indexOf("  auth:")),
                "platform.yaml:10: \"services\" must be a mapping of keys to values");
        assertProblems(
                VALID.substring(0, VALID.indexOf("services:")) + "services: {}\n",
                "platform.yaml:10: \"services\" names no service");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pool: 10     | pool: ten     | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool: '10'    | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool: 1.5     | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool: true    | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool: [10]    | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool:         | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool: 0       | 14 | \"pool\" of service \"auth\" must lie between"
                        + " 1 and 1000, but is 0",
                "pool: 10     | pool: -1      | 14 | \"pool\" of service \"auth\" must be a whole"
                        + " number",
                "pool: 10     | pool: 99999999999 | 14 | \"pool\" of service \"auth\" must be a"
                        + " whole number",
                "replicas: 2  | replicas: 0   | 21 | \"replicas\" of service \"payment\" must lie"
                        + " between 1 and 100, but is 0",
                "port: 5500   | port: 65536   | 13 | \"port\" of service \"auth\" must lie between"
                        + " 1 and 65535, but is 65536",
                "port: 5500   | port: 0       | 13 | \"port\" of service \"auth\" must lie between"
                        + " 1 and 65535, but is 0",
                "port: 5500   | port: 3004    | 19 | port 3004 of service \"payment\" is taken by"
                        + " service \"auth\"",
                "port: 5500   | port: 8080    | 13 | port 8080 of service \"auth\" is taken by the"
                        + " gateway",
                "port: 5500   | port: 5432    | 13 | port 5432 of service \"auth\" is taken by the"
                        + " server",
                "port: 8080   | port: 5432    | 9  | port 5432 of the gateway is taken by the"
                        + " server",
                "isolation: database | isolation: none   | 2 | unknown isolation \"none\"; there"
                        + " are prefix, schema, database, server",
                "isolation: database | isolation: [database] | 2 | \"isolation\" of the manifest"
                        + " must be a word",
                "platform: bulkhead | platform: Bulk Head | 1 | \"platform\" of the manifest must"
                        + " be a name such as \"bulkhead\"",
                "platform: bulkhead | platform: 5 | 1 | \"platform\" of the manifest must be a name"
                        + " such as \"bulkhead\"",
                "module: auth-service | module: nowhere | 12 | module \"nowhere\" of service"
                        + " \"auth\" is no folder beside this file",
                "module: auth-service | module: 5 | 12 | \"module\" of service \"auth\" must be a"
                        + " folder",
                "module: gateway | module: nowhere | 8 | module \"nowhere\" of \"gateway\" is no"
                        + " folder beside this file",
                "[audit_log] | [audit-log] | 15 | \"audit-log\" in \"append_only\" of service"
                        + " \"auth\" is not the name of a table",
                "[audit_log] | [a; drop]   | 15 | \"a; drop\" in \"append_only\" of service"
                        + " \"auth\" is not the name of a table",
                "[audit_log] | [a, a]      | 15 | \"a\" stands twice in \"append_only\" of service"
                        + " \"auth\"",
                "[audit_log] | audit_log   | 15 | \"append_only\" of service \"auth\" must be a"
                        + " list",
                "[audit_log] | [[a]]       | 15 | \"…\" in \"append_only\" of service \"auth\" is"
                        + " not the name of a table",
                "[encryption_key] | [../key] | 16 | \"../key\" in \"secrets\" of service \"auth\""
                        + " is not the name of a secret",
                "[encryption_key] | [user] | 16 | \"user\" cannot be a secret: its file would be"
                        + " the password of a role",
                "reserved_connections: 20 | reserved_connections: 100 | 6 | reserved_connections"
                        + " 100 leaves none of max_connections 100",
                "max_connections: 100 | max_connections: 53 | 5 | the services may open 34"
                    + " connections (auth 17, payment 17), but max_connections 53 less 20 reserved"
                    + " leaves 33",
            })
    void refusesWrongValues(String text, String instead, int line, String reason) {
        assertThat(VALID).contains(text);
        assertProblems(
                VALID.replaceFirst(Pattern.quote(text), instead == null ? "" : instead),
                "platform.yaml:%d: %s".formatted(line, reason));
    }

    @Test
    void takesExactlyTheConnectionsThereAre() {
        assertThat(read(VALID.replace("max_connections: 100", "max_connections: 54")).services())
                .hasSize(2);
    }

    @Test
    void placesEachServiceOnItsRung() {
        var manifest = read(VALID.replace("    replicas: 2", "    isolation: server"));
        assertThat(manifest.service("auth").isolation()).isEqualTo(Isolation.DATABASE);
        assertThat(manifest.service("payment").isolation()).isEqualTo(Isolation.SERVER);
        assertThat(manifest.budget(manifest.service("payment")))
                .isEqualTo(new ServerBudget(5434, 32, 20));

        var onPrefix = Manifest.read(folder.resolve(Manifest.FILE_NAME), Isolation.PREFIX);
        assertThat(onPrefix.services())
                .allSatisfy(it -> {
                    assertThat(it.isolation()).isEqualTo(Isolation.PREFIX);
                    assertThat(onPrefix.databaseOf(it)).isEqualTo("bulkhead_prefix_db");
                    assertThat(onPrefix.schemaOf(it)).isEqualTo("bulkhead");
                });
    }

    @Test
    void anotherRungHasAnotherDatabase() {
        read(VALID.replace("isolation: database", "isolation: prefix\ndatabase: all_of_it"));
        var file = folder.resolve(Manifest.FILE_NAME);

        assertThat(databaseOfAuth(Manifest.read(file))).isEqualTo("all_of_it");
        assertThat(databaseOfAuth(Manifest.read(file, Isolation.SCHEMA))).isEqualTo("bulkhead_db");
    }

    private static String databaseOfAuth(Manifest manifest) {
        return manifest.databaseOf(manifest.service("auth"));
    }

    @Test
    void countsOnlyWhoSharesTheServer() {
        var small = VALID.replace("max_connections: 100", "max_connections: 38");
        assertThat(problems(small)).hasSize(1);
        assertThat(read(small.replace("    replicas: 2", "    isolation: server")).services())
                .hasSize(2);
    }

    @Test
    void readsContractsAndReferences() {
        var manifest =
                read(
                        VALID.replace("isolation: database", "isolation: schema")
                                + "    reads: [auth]\n"
                                + "    references: {orders.user_id: auth.users.id}\n"
                                + "    row_security: [orders]\n"
                                + "    schema: payment_schema\n");

        var payment = manifest.service("payment");
        assertThat(payment.reads()).containsExactly("auth");
        assertThat(payment.rowSecurity()).containsExactly("orders");
        assertThat(payment.references())
                .containsExactly(new Reference("orders", "user_id", "auth", "users", "id"));
        assertThat(manifest.schemaOf(payment)).isEqualTo("payment_schema");
        assertThat(manifest.userConnections(payment)).isEqualTo(12);
    }

    @Test
    void aContractNeedsOneDatabaseOrAnOpenDoor() {
        var reading = VALID + "    reads: [auth]\n";
        assertProblems(
                reading,
                "platform.yaml:22: service \"payment\" (database) cannot read views of \"auth\""
                        + " (database): they live in different databases; put both on the rung"
                        + " schema, or open the database of \"auth\" to its readers with \"shared:"
                        + " true\"");
        var manifest = read(reading.replace("    port: 5500", "    port: 5500\n    shared: true"));
        assertThat(manifest.userConnections(manifest.service("payment"))).isEqualTo(22);
        assertThat(read(reading.replace("isolation: database", "isolation: prefix")).services())
                .hasSize(2);
        assertProblems(
                VALID + "    reads: [game]\n",
                "platform.yaml:22: service \"payment\" reads \"game\", which is no service; there"
                        + " are auth, payment");
        assertProblems(
                VALID + "    reads: [payment]\n",
                "platform.yaml:22: service \"payment\" reads itself; leave it out");
        assertProblems(
                VALID + "    references: {orders.user_id: auth.users.id}\n",
                "platform.yaml:22: orders.user_id refers to \"auth\", which service \"payment\" may"
                        + " not read; add it to \"reads\"");
        assertProblems(
                VALID + "    references: {orders: auth.users.id}\n",
                "platform.yaml:22: \"orders\" in references of service \"payment\" is not a table"
                        + " and its column, such as orders.user_id");
        assertProblems(
                VALID + "    shared: perhaps\n",
                "platform.yaml:22: \"shared\" of service \"payment\" must be true or false");
    }

    @Test
    void refusesNamesThatMeet() {
        assertProblems(
                VALID + "    database: auth_db\n",
                "platform.yaml:22: database auth_db of service \"payment\" is taken by service"
                        + " \"auth\"");
        assertProblems(
                VALID.replace("isolation: database", "isolation: schema") + "    schema: auth\n",
                "platform.yaml:22: schema bulkhead_db.auth of service \"payment\" is taken by"
                        + " service \"auth\"");
        assertProblems(
                VALID + "    database: postgres\n",
                "platform.yaml:22: \"postgres\" is PostgreSQL's own and cannot be the database of"
                        + " service \"payment\"");
        assertProblems(
                VALID.replace("isolation: database", "isolation: prefix")
                        .replace("  payment:", "  auth_x:"),
                "platform.yaml:17: tables of service \"auth_x\" could be taken for tables of"
                        + " \"auth\" on the rung prefix");
        assertProblems(
                VALID.replace("isolation: database", "isolation: prefix")
                        + "    limits: {lock_timeout: 1s}\n",
                "platform.yaml:22: \"limits\" of service \"payment\" cannot hold on the rung"
                        + " prefix, where all services share one user");
    }

    @Test
    void aPlatformWithoutAGatewayNeedsNoPorts() {
        var databases =
                VALID.replace("gateway:\n  module: gateway\n  port: 8080\n", "")
                        .replace("    port: 5500\n", "");
        assertThat(read(databases).service("auth").port()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auth",
                "1auth",
                "auth-service",
                "auth_",
                "_auth",
                "äuth",
                "a b",
                "a;b",
                "",
                "\"a\\nb\""
            })
    void refusesNamesThatAreNone(String name) {
        var quoted = name.startsWith("\"") ? name : "\"" + name + "\"";
        assertThat(problems(VALID.replace("  auth:", "  " + quoted + ":")))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.line()).isEqualTo(11);
                    assertThat(it.reason()).contains("is no name for a service");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "public", "pg", "template0", "template1", "gateway", "all"})
    void refusesReservedNames(String name) {
        assertProblems(
                VALID.replace("  auth:", "  " + name + ":"),
                "platform.yaml:11: \"%s\" is reserved and cannot name a service".formatted(name));
    }

    @Test
    void refusesNamesThatAreTooLong() {
        var name = "a".repeat(31);
        assertThat(read(VALID.replace("  auth:", "  " + name + ":")).services()).hasSize(2);
        assertThat(problems(VALID.replace("  auth:", "  " + name + "a:"))).hasSize(1);
    }

    @Test
    void refusesTheSameKeyTwice() {
        assertProblems(
                VALID.replace("  payment:", "  auth:"),
                "platform.yaml:17: \"auth\" stands twice in \"services\", first in line 11");
        assertProblems(
                VALID + "isolation: database\n",
                "platform.yaml:22: \"isolation\" stands twice in the manifest, first in line 2");
        assertProblems(
                VALID.replace("    port: 5500", "    port: 5500\n    port: 5501"),
                "platform.yaml:14: \"port\" stands twice in service \"auth\", first in line 13");
    }

    @ParameterizedTest
    @CsvSource({
        "statement_timeout, 5, a duration such as 5s",
        "statement_timeout, 0s, a duration such as 5s",
        "statement_timeout, 5 days, a duration such as 5s",
        "statement_timeout, '''; drop', a duration such as 5s",
        "lock_timeout, [5s], a duration such as 5s",
        "temp_file_limit, 5s, a size such as 64MB",
        "temp_file_limit, -1, a size such as 64MB",
    })
    void refusesLimitsThatAreNone(String key, String value, String wanted) {
        var quoted = value.startsWith("[") ? value : "\"" + value + "\"";
        assertProblems(
                VALID + "limits:\n  " + key + ": " + quoted + "\n",
                "platform.yaml:23: \"%s\" in limits of the manifest must be %s"
                        .formatted(key, wanted));
    }

    @Test
    void refusesWhatIsNoYaml() throws IOException {
        assertThat(problems("platform: [\nserver: x"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.line()).isEqualTo(2);
                    assertThat(it.reason()).startsWith("is no valid YAML: ");
                });
        assertThat(problems("platform: x\n\tserver: y\n").getFirst().line()).isEqualTo(2);
        assertThat(problems(VALID + "---\nplatform: another\n").getFirst().reason())
                .contains("YAML");
        assertProblems(
                "", "platform.yaml:1: a manifest is a mapping that starts with \"platform:\"");
        assertProblems(
                "- a\n", "platform.yaml:1: a manifest is a mapping that starts with \"platform:\"");
        assertThat(problems("? [a]\n: b\n"))
                .extracting(Problem::reason)
                .contains("a key of the manifest is no plain word");
        Files.write(folder.resolve(Manifest.FILE_NAME), "a: \0".getBytes(StandardCharsets.UTF_8));
        assertThat(problems().getFirst().reason()).startsWith("is no valid YAML");
        Files.write(folder.resolve(Manifest.FILE_NAME), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertThat(problems()).isNotEmpty();
        Files.delete(folder.resolve(Manifest.FILE_NAME));
        assertThat(problems())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).startsWith("cannot be read: "));
    }

    @Test
    void reportsEverythingThatIsWrongInTheOrderOfTheLines() {
        var wrong =
                VALID.replace("platform: bulkhead", "platform: Bulkhead!")
                        .replace("pool: 10", "pool: many")
                        .replace("port: 3004", "port: 5500")
                        .replace("replicas: 2", "replika: 2");

        assertThat(problems(wrong)).extracting(Problem::line).containsExactly(1, 14, 19, 21);
        assertThatExceptionOfType(InvalidManifest.class)
                .isThrownBy(() -> read(wrong))
                .withMessageMatching("(?s)(platform\\.yaml:\\d+: [^\n]+\n?){4}");
    }

    @Test
    void survivesAnythingThatIsThrownAtIt() {
        // every prefix, and every line left out: refused or read, never another exception
        IntStream.range(0, VALID.length()).forEach(end -> tryToRead(VALID.substring(0, end)));
        var lines = VALID.lines().toList();
        IntStream.range(0, lines.size())
                .forEach(out ->
                        tryToRead(
                                String.join(
                                        "\n",
                                        IntStream.range(0, lines.size())
                                                .filter(it -> it != out)
                                                .mapToObj(lines::get)
                                                .toList())));
        tryToRead("a: &a [*a]");
        tryToRead("<<: {platform: x}");
        tryToRead("!!java.lang.ProcessBuilder [[ls]]");
    }

    private void tryToRead(String yaml) {
        try {
            read(yaml);
        } catch (InvalidManifest e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    private String without(String line) {
        assertThat(VALID).contains(line);
        return VALID.replace(line, "");
    }

    private void assertProblems(String yaml, String... expected) {
        assertThat(problems(yaml)).extracting(Problem::toString).containsExactly(expected);
    }

    private List<Problem> problems(String yaml) {
        write(yaml);
        return problems();
    }

    private List<Problem> problems() {
        try {
            Manifest.read(folder.resolve(Manifest.FILE_NAME));
            return List.of();
        } catch (InvalidManifest e) {
            return e.problems();
        }
    }

    private Manifest read(String yaml) {
        write(yaml);
        return Manifest.read(folder.resolve(Manifest.FILE_NAME));
    }

    private void write(String yaml) {
        try {
            Files.writeString(folder.resolve(Manifest.FILE_NAME), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
