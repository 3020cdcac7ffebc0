package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code docker compose up} on a real engine, from no image to nothing left, with the story between
 * and everything that a machine does to containers.
 */
@Tag("containers")
@Order(1)
@TestMethodOrder(OrderAnnotation.class)
class ComposeTests extends Story {

    private static final Duration RECOVERY = Duration.ofSeconds(240);
    private static final List<String> JOBS = List.of("secrets", "database");
    private static final int MIB = 1024 * 1024;

    /** What all containers together may take when nobody uses them. */
    private static final double IDLE_MIB = 1800;

    /** Whom each container reaches; everybody else must be out of its reach. */
    private static final Map<String, Set<String>> REACHES =
            Map.of(
                    "auth-service", Set.of("shared-postgres"),
                    "payment-service", Set.of("shared-postgres", "auth-service"),
                    "game-service", Set.of("shared-postgres", "auth-service"),
                    "media-service", Set.of("shared-postgres", "auth-service"),
                    "gateway",
                            Set.of(
                                    "auth-service",
                                    "payment-service",
                                    "game-service",
                                    "media-service"),
                    // it starts no conversation; but auth-service listens on all its networks
                    "shared-postgres", Set.of("auth-service"));

    private static final Map<String, Integer> PORTS =
            Map.of(
                    "auth-service", 5500,
                    "payment-service", 3004,
                    "game-service", 3001,
                    "media-service", 5100,
                    "gateway", 8080,
                    "shared-postgres", 5432);

    static final String PROJECT = "bulkhead-test";

    static Compose compose;
    static Events events;

    @BeforeAll
    static void engine() {
        Docker.requireEngine();
        compose = new Compose(PROJECT);
        compose.overlay(
                "pace.yml", "services: {game-service: {environment: {BULKHEAD_GAME_PAUSE: 1s}}}");
        var left = compose.images();
        if (!left.isEmpty()) {
            Docker.run(
                    Stream.concat(Stream.of("image", "rm", "--force"), left.stream())
                            .toArray(String[]::new));
        }
    }

    @AfterAll
    static void nothingIsLeft() {
        if (events != null) {
            events.close();
        }
        if (compose != null) {
            compose.close();
            assertThat(compose.traces()).isEmpty();
        }
    }

    @Test
    @Order(1)
    void startsFromNothingInOrder() throws Exception {
        var begun = Instant.now();
        compose.run("build");
        say("images built after %d s", seconds(begun));

        events = new Events(compose);
        var up = Instant.now();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var answered = new CompletableFuture<Instant>();
            var nobody = Person.stranger(compose);
            clock.scheduleWithFixedDelay(
                    () -> {
                        try {
                            if (nobody.get("/api/payment/products?limit=1").status() == 200) {
                                answered.complete(Instant.now());
                            }
                        } catch (IllegalStateException e) {
                            // nobody there yet
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            compose.run("up", "--detach");
            var first = answered.get(6, TimeUnit.MINUTES);
            say(
                    "first answer through the gateway %d s after up",
                    Duration.between(up, first).toSeconds());
        }
        healthy();
        begin(compose);
    }

    @Test
    @Order(2)
    void startedEachWhenWhatItNeedsWasThere() {
        for (var job : JOBS) {
            assertThat(state(job).path("ExitCode").intValue()).as(job).isZero();
        }
        assertThat(events.soFar())
                .containsSubsequence(
                        "secrets start",
                        "secrets die",
                        "shared-postgres start",
                        "shared-postgres health_status: healthy",
                        "database start",
                        "database die");
        for (var service : Platform.SERVICES) {
            assertThat(events.soFar())
                    .containsSubsequence(
                            "database die",
                            service + "-service start",
                            service + "-service health_status: healthy",
                            "gateway start",
                            "gateway health_status: healthy");
        }
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void isSmallWhenNobodyUsesIt() {
        var total = 0.0;
        for (var container : running()) {
            var used = memory(container);
            total += used;
            say("%-16s %4.0f MiB", container, used);
        }
        say("together         %4.0f MiB", total);
        assertThat(total).isLessThan(IDLE_MIB);
    }

    @ParameterizedTest
    @MethodSource("running")
    @Order(Order.DEFAULT + 2)
    void aContainerHasNothingThatItDoesNotNeed(String name) {
        var container = compose.inspect(name);
        var host = container.path("HostConfig");
        assertThat(host.path("ReadonlyRootfs").booleanValue()).isTrue();
        assertThat(host.path("CapDrop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(host.path("CapAdd").size()).isZero();
        assertThat(host.path("Privileged").booleanValue()).isFalse();
        assertThat(host.path("SecurityOpt").toString()).contains("no-new-privileges");
        assertThat(host.path("PidsLimit").intValue()).isBetween(1, 256);
        assertThat(host.path("Memory").longValue()).isBetween(1L, 512L * MIB);
        assertThat(host.path("LogConfig").path("Config").path("max-size").stringValue())
                .isEqualTo("10m");
        assertThat(container.path("Config").path("User").stringValue())
                .matches("(10001:10001|999:999)");

        var published = host.path("PortBindings");
        if (name.equals("gateway")) {
            assertThat(published.findValuesAsString("HostIp")).containsExactly("127.0.0.1");
        } else {
            assertThat(published.size()).isZero();
        }

        assertThat(compose.inside(name, "touch /somewhere").text())
                .contains("Read-only file system");
        assertThat(compose.inside(name, "grep CapEff /proc/1/status").text())
                .contains("0000000000000000");
        for (var tool : List.of("javac", "jshell", "mvn", "curl", "wget", "gcc")) {
            assertThat(compose.inside(name, "command -v " + tool).code()).as(tool).isNotZero();
        }
    }

    @ParameterizedTest
    @MethodSource("running")
    @Order(Order.DEFAULT + 3)
    void aContainerReachesWhatItMustCallAndNothingElse(String from) throws IOException {
        var endpoints = new LinkedHashMap<String, String>();
        for (var to : PORTS.keySet()) {
            if (!to.equals(from)) {
                addresses(to).forEach(it -> endpoints.put(it + ":" + PORTS.get(to), to));
            }
        }
        var reached = new HashSet<String>();
        open(from, endpoints.keySet()).forEach(it -> reached.add(endpoints.get(it)));
        assertThat(reached).isEqualTo(REACHES.get(from));

        try (var outside = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
            var machine = machine().stream().map(it -> it + ":" + outside.getLocalPort()).toList();
            assertThat(fromAnOrdinaryContainer(machine.getFirst()))
                    .as("the probe would see it")
                    .contains(machine.getFirst());
            if (!from.equals("gateway")) { // whose host lets people in
                assertThat(open(from, machine)).isEmpty();
            }
        }
    }

    @Test
    @Order(Order.DEFAULT + 4)
    void nobodyWhoLooksAtContainersSeesASecret() {
        var secrets = new HashSet<>(compose.volume("secrets-all").values());
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(11).allMatch(it -> it.length() > 40);

        var seen = new ArrayList<String>();
        for (var name : Stream.concat(running().stream(), JOBS.stream()).toList()) {
            var container = compose.inspect(name);
            var image = container.path("Image").stringValue();
            seen.add(container.toString());
            seen.add(Docker.run("image", "inspect", image));
            seen.add(Docker.run("history", "--no-trunc", image));
            if (!JOBS.contains(name)) {
                seen.add(Docker.run("top", compose.container(name)));
            }
        }
        seen.add(compose.run("logs", "--no-color"));
        seen.add(compose.run("config"));
        var all = String.join("\n", seen);
        assertThat(all).contains("POSTGRES_PASSWORD_FILE", "/run/bulkhead/secrets");
        assertThat(secrets).noneMatch(all::contains);
    }

    @Test
    @Order(Order.DEFAULT + 5)
    void aServiceHoldsItsOwnSecretsAndNoOther() {
        assertThat(compose.volume("secrets-payment").keySet())
                .containsExactlyInAnyOrder("connection.properties", "payment_user");
        assertThat(compose.volume("secrets-auth").keySet())
                .containsExactlyInAnyOrder(
                        "connection.properties",
                        "auth_user",
                        "auth_encryption_key",
                        "auth_admin_password");
        for (var name : Compose.APPLICATIONS) {
            assertThat(compose.inside(name, "ls /state /secrets").code()).as(name).isNotZero();
        }
    }

    @Test
    @Order(Order.DEFAULT + 6)
    void imagesShareTheirLibrariesAndSayWhatTheyAreMadeOf() {
        var layers = new ArrayList<List<String>>();
        for (var name : Compose.APPLICATIONS) {
            var image =
                    Person.JSON
                            .readTree(
                                    Docker.run("image", "inspect", compose.project() + "/" + name))
                            .get(0);
            var chain =
                    image.path("RootFS").path("Layers").valueStream().map(JsonNode::stringValue);
            layers.add(chain.toList());
            var labels = image.path("Config").path("Labels");
            assertThat(labels.path("org.opencontainers.image.licenses").stringValue())
                    .isEqualTo("Apache-2.0");
            say("%-16s %4d MB", name, image.path("Size").longValue() / 1_000_000);
            var parts = compose.inside(name, "cat /application/sbom.cdx.json").text();
            assertThat(parts).contains("\"bomFormat\" : \"CycloneDX\"", "spring-boot");
        }
        var gateway = layers.getLast();
        // the base, our user, its folders, the health check, the libraries of all; not the others'
        // archive, nor what is its own
        var shared = gateway.stream().filter(it -> layers.stream().allMatch(l -> l.contains(it)));
        assertThat(shared.count()).isGreaterThanOrEqualTo(gateway.size() - 5);
        var withDatabase = layers.subList(0, 4);
        assertThat(
                        layers.getFirst().stream()
                                .filter(it -> withDatabase.stream().allMatch(l -> l.contains(it)))
                                .filter(it -> !gateway.contains(it)))
                .as("the libraries of those with a database, and the archive of their classes")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @Order(Order.DEFAULT + 6)
    void applicationsStartFromTheArchiveOfTheirLibrariesClasses() {
        for (var name : Compose.APPLICATIONS) {
            assertThat(compose.inside(name, "cat /proc/1/maps").text())
                    .as(name)
                    .contains("/application/classes.jsa");
            assertThat(
                            compose.inside(name, "cat /application/class-path")
                                    .lines()
                                    .get(1)
                                    .split(":"))
                    .as("where %s takes classes from", name)
                    .allMatch(it -> it.startsWith("/application/") && it.endsWith(".jar"));
        }
        for (var name : List.of("payment-service", "gateway")) {
            var loaded = classesLoadedBy(name);
            var archived = loaded.stream().filter(it -> it.endsWith("shared objects file")).count();
            say("%-16s %d of %d classes archived", name, archived, loaded.size());
            assertThat(100 * archived / loaded.size())
                    .as("of %s: platform/docker/class-lists writes the lists anew", name)
                    .isGreaterThan(75);
        }
    }

    /** By an application on its own, as far as it comes. */
    private List<String> classesLoadedBy(String name) {
        return Docker.attempt(
                        "run",
                        "--rm",
                        "--network=none",
                        compose.project() + "/" + name,
                        "-Xlog:class+load:stdout",
                        "@/application/class-path",
                        "--server.port=nonsense")
                .lines()
                .stream()
                .filter(it -> it.contains(" source: "))
                .toList();
    }

    @Test
    @Order(Order.DEFAULT + 7)
    void theCommandRunsAsAContainer() {
        logIn();
        var status = compose.run("run", "--rm", "tools", "db", "status");
        assertThat(status)
                .contains("The server is as the manifest says", "No migration is pending");
        compose.run("run", "--rm", "tools", "isolation", "verify");
        var refused =
                compose.attempt(
                        "run",
                        "--rm",
                        "tools",
                        "isolation",
                        "try",
                        "--as",
                        "payment",
                        "--on",
                        "auth",
                        "select * from users");
        assertThat(refused.code()).as(refused.text()).isEqualTo(3);

        var before = compose.volume("secrets-auth").get("auth_user");
        compose.run("run", "--rm", "tools", "db", "rotate-password", "--all");
        assertThat(compose.volume("secrets-auth").get("auth_user")).isNotEqualTo(before);
        allAnswer();
    }

    @Test
    @Order(Order.DEFAULT + 8)
    void limitsHoldUnderLoad() {
        logIn();
        try (var visitors = new Visitors(List.of(anna, bert));
                var guests = Executors.newFixedThreadPool(4)) {
            for (var i = 0; i < 12; i++) { // hashing a password takes memory
                guests.submit(() -> anna.post("/api/auth/login", login(anna)));
            }
            await().atMost(RECOVERY)
                    .until(() ->
                            Visitors.PAGES.keySet().stream()
                                    .allMatch(it -> visitors.good(it) > 200));
        }
        for (var name : running()) {
            assertThat(state(name).path("OOMKilled").booleanValue()).as(name).isFalse();
            assertThat(compose.inspect(name).path("RestartCount").intValue()).as(name).isZero();
            assertThat(memory(name)).as(name).isLessThan(limit(name));
            say("%-16s %4.0f of %4.0f MiB after load", name, memory(name), limit(name));
        }
    }

    @ParameterizedTest
    @MethodSource("running")
    @Order(Order.DEFAULT + 9)
    void everyContainerComesBackUnderLoad(String name) {
        logIn();
        allAnswer();
        try (var visitors = new Visitors(List.of(anna, bert))) {
            await().atMost(RECOVERY).until(() -> visitors.good("payment-service") > 5);
            var begun = Instant.now();
            Docker.run("restart", compose.container(name));
            healthy();
            allAnswer();
            say("%-16s back after %d s", name, seconds(begun));
            if (name.endsWith("-service")) {
                for (var other : Visitors.PAGES.keySet()) {
                    if (!other.equals(name)) {
                        assertThat(visitors.answers(other).keySet())
                                .as("%s while %s was away: %s", other, name, visitors)
                                .containsOnly(200);
                    }
                }
            }
        }
    }

    @Test
    @Order(Order.DEFAULT + 10)
    void nothingAcknowledgedIsLostWhenPostgresIsKilled() {
        logIn();
        var acknowledged = new ConcurrentLinkedQueue<String>();
        var refused = new AtomicInteger();
        var wish = "{\"items\": [{\"sku\": \"MUG-ENAMEL-EUR\", \"quantity\": 1}]}";
        var number = new AtomicInteger();
        Runnable order =
                () -> {
                    try {
                        var answer =
                                anna.post(
                                        "/api/payment/orders",
                                        wish,
                                        "kill-" + number.incrementAndGet());
                        if (answer.status() == 201) {
                            acknowledged.add(answer.json().path("id").stringValue());
                        } else {
                            refused.incrementAndGet();
                        }
                    } catch (IllegalStateException e) {
                        refused.incrementAndGet();
                    }
                };
        var auth = state("auth-service").path("Pid").intValue();
        try (var writers = Executors.newScheduledThreadPool(4)) {
            for (var i = 0; i < 4; i++) {
                writers.scheduleAtFixedRate(order, 0, 100, TimeUnit.MILLISECONDS);
            }
            await().atMost(RECOVERY).until(() -> acknowledged.size() > 30);
            var before = started("shared-postgres");
            kill("shared-postgres");
            await().atMost(RECOVERY).until(() -> refused.get() > 0);
            await().atMost(RECOVERY).until(() -> started("shared-postgres").isAfter(before));
            var then = acknowledged.size();
            await().atMost(RECOVERY).until(() -> acknowledged.size() > then + 30);
        }
        healthy();
        allAnswer();
        assertThat(state("auth-service").path("Pid").intValue()).isEqualTo(auth);
        say(
                "%d orders acknowledged, %d refused around the kill",
                acknowledged.size(), refused.get());
        for (var id : acknowledged) {
            await().atMost(RECOVERY)
                    .untilAsserted(() ->
                            assertThat(anna.get("/api/payment/orders/" + id).status())
                                    .isEqualTo(200));
        }
    }

    @Test
    @Order(Order.DEFAULT + 11)
    void stopsAndStartsWithItsData() {
        logIn();
        var orders = anna.get("/api/payment/orders").expect(200).json().path("items");
        assertThat(orders.size()).isPositive();

        compose.run("down");
        assertThat(compose.attempt("ps", "--all", "--quiet").lines()).isEmpty();
        var begun = Instant.now();
        compose.run("up", "--detach");
        healthy();
        say("everything healthy %d s after up on existing data", seconds(begun));

        anna.logIn();
        bert.logIn();
        assertThat(anna.get("/api/payment/orders").expect(200).json().path("items"))
                .isEqualTo(orders);
        assertThat(compose.run("logs", "database")).contains("nothing to do");
    }

    @Test
    @Order(Order.DEFAULT + 12)
    void aServiceMoreIsProvisionedOnTheVolumeThatIsThere() {
        logIn();
        compose.write(
                "ledger-service/src/main/resources/db/migration/V1__create_accounts.sql",
                "create table ${prefix}accounts (id uuid not null, constraint accounts_pkey primary"
                        + " key (id));\n");
        compose.write(
                "Dockerfile",
                """
                FROM %s/tools AS tools
                USER 0
                COPY ledger-service /bulkhead/ledger-service
                RUN printf '  ledger:\\n    module: ledger-service\\n    port: 5600\\n    pool: 5\\n' >>/bulkhead/platform.yaml && \\
                    install -d -o 10001 -g 10001 -m 0700 /secrets/ledger
                USER 10001:10001
                """
                        .formatted(compose.project()));
        compose.overlay(
                "ledger.yml",
                """
                services:
                  secrets:
                    image: %1$s/ledger-tools
                    build: {context: %2$s}
                    volumes: ["secrets-ledger:/secrets/ledger"]
                  database:
                    image: %1$s/ledger-tools
                    build: {context: %2$s}
                volumes:
                  secrets-ledger: {}
                """
                        .formatted(compose.project(), compose.folder()));
        compose.run("build", "secrets");

        compose.run("up", "--detach");

        healthy();
        assertThat(compose.run("logs", "database")).contains("ledger 1");
        assertThat(compose.volume("secrets-ledger").keySet())
                .containsExactlyInAnyOrder("connection.properties", "ledger_user");
        allAnswer();
    }

    static List<String> running() {
        return List.of(
                "shared-postgres",
                "auth-service",
                "payment-service",
                "game-service",
                "media-service",
                "gateway");
    }

    private static void say(String format, Object... values) {
        System.out.println("compose: " + format.formatted(values));
    }

    private static long seconds(Instant begun) {
        return Duration.between(begun, Instant.now()).toSeconds();
    }

    private static void healthy() {
        for (var name : running()) {
            await().atMost(RECOVERY)
                    .untilAsserted(() ->
                            assertThat(state(name).path("Health").path("Status").stringValue())
                                    .as(name)
                                    .isEqualTo("healthy"));
        }
    }

    /** Tokens last minutes, and on a busy machine restarts take some. */
    private static void logIn() {
        anna.logIn();
        bert.logIn();
    }

    private static void allAnswer() {
        for (var path : Visitors.PAGES.values()) {
            for (var person : List.of(anna, bert)) {
                await().atMost(RECOVERY)
                        .ignoreExceptions()
                        .untilAsserted(() -> person.get(path).expect(200));
            }
        }
    }

    private static String login(Person person) {
        return "{\"login\": \"%s\", \"password\": \"%s\"}"
                .formatted(person.username, person.password);
    }

    private static JsonNode state(String service) {
        return compose.inspect(service).path("State");
    }

    private static Instant started(String service) {
        return Instant.parse(state(service).path("StartedAt").stringValue());
    }

    private static double limit(String service) {
        return (double) compose.inspect(service).path("HostConfig").path("Memory").longValue()
                / MIB;
    }

    /** As `docker stats` counts: without the page cache. */
    private static double memory(String service) {
        var text =
                Docker.run(
                                "stats",
                                "--no-stream",
                                "--format",
                                "{{.MemUsage}}",
                                compose.container(service))
                        .strip();
        var used = text.substring(0, text.indexOf(' '));
        var number = Double.parseDouble(used.replaceAll("[A-Za-z]", ""));
        return used.endsWith("GiB") ? number * 1024 : number;
    }

    private static List<String> addresses(String service) {
        return compose.inspect(service)
                .path("NetworkSettings")
                .path("Networks")
                .valueStream()
                .map(it -> it.path("IPAddress").stringValue())
                .toList();
    }

    /** Those of the endpoints that answer when a container connects to them. */
    private static List<String> open(String from, Collection<String> endpoints) {
        return compose.inside(from, knock(endpoints)).lines();
    }

    private static List<String> fromAnOrdinaryContainer(String endpoint) {
        return Docker.attempt(
                        "run",
                        "--rm",
                        "--entrypoint=bash",
                        "postgres:18",
                        "-c",
                        knock(List.of(endpoint)))
                .lines();
    }

    private static String knock(Collection<String> endpoints) {
        return """
        for it in %s; do
          (timeout 5 bash -c "exec 3<>/dev/tcp/${it%%:*}/${it#*:}" 2>/dev/null && echo "$it") &
        done
        wait
        """
                .formatted(String.join(" ", endpoints));
    }

    /** Addresses of this machine that containers might reach: first the ordinary bridge's. */
    private static List<String> machine() {
        var found = new ArrayList<String>();
        found.add(bridge("bridge"));
        for (var network :
                new Docker.Ran(
                                0,
                                Docker.run(
                                        "network",
                                        "ls",
                                        "--quiet",
                                        "--filter",
                                        "label=com.docker.compose.project=" + compose.project()))
                        .lines()) {
            found.add(bridge(network));
        }
        return found.stream().filter(it -> !it.isEmpty()).toList();
    }

    private static String bridge(String network) {
        var config =
                Person.JSON
                        .readTree(Docker.run("network", "inspect", network))
                        .get(0)
                        .path("IPAM")
                        .path("Config");
        var gateway = config.path(0).path("Gateway").stringValue("");
        return gateway.isEmpty() ? "" : gateway.replaceFirst("/.*", "");
    }

    /** The hard way, as a machine out of memory would: the engine sees a crash, no stop. */
    private static void kill(String service) {
        Docker.run(
                "run",
                "--rm",
                "--pid=host",
                "--user=0",
                "--network=none",
                "--entrypoint=bash",
                "postgres:18",
                "-c",
                "kill -9 " + state(service).path("Pid").intValue());
    }
}
