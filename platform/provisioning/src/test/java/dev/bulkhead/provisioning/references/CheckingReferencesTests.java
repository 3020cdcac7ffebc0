package dev.bulkhead.provisioning.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.InvalidManifest;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten people, and a shop whose orders speak of fifteen. */
class CheckingReferencesTests {

    static final String MANIFEST =
            """
            platform: PLATFORM
            server: {max_connections: 60, reserved_connections: 10}
            services:
              people:
                module: people
                pool: 3
                shared: true
              shop:
                module: shop
                pool: 3
                reads: [people]
                references:
                  REFERENCE
            """;

    static final String PEOPLE =
            """
            create table ${prefix}users (id bigint primary key, name text not null);
            insert into ${prefix}users select n, 'person ' || n from generate_series(1, 10) n;
            create table ${prefix}parcels (id bigint primary key);
            alter table ${prefix}parcels enable row level security;
            alter table ${prefix}parcels force row level security;
            create view ${api_schema}.users with (security_barrier) as select id, name from ${prefix}users;
            create view ${api_schema}.parcels with (security_barrier) as select id from ${prefix}parcels;
            """;

    static final String SHOP =
            """
            create table ${prefix}orders (id int primary key, user_id bigint, note text);
            insert into ${prefix}orders
                select n, nullif(n % 16, 0), 'note' from generate_series(1, 1000) n;
            create index ${prefix}orders_user_id_idx on ${prefix}orders (user_id);
            create table ${prefix}letters (user_id bigint);
            alter table ${prefix}letters enable row level security;
            alter table ${prefix}letters force row level security;
            """;

    @TempDir static Path folder;
    static Secrets secrets;
    static EmbeddedServer embedded;
    static DatabaseServer server;
    static @Nullable Isolation current;

    @BeforeAll
    static void start() {
        secrets = new Secrets(folder.resolve("secrets"));
        embedded = server("postgres");
        server = reach(embedded, "postgres");
        write("people/db/migration/V1__create_users.sql", PEOPLE);
        write("shop/db/migration/V1__create_orders.sql", SHOP);
    }

    @AfterAll
    static void stop() {
        embedded.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"PREFIX", "SCHEMA", "DATABASE"})
    void findsWhatLeadsNowhereOnEveryRung(Isolation rung) {
        var checks = ready("orders.user_id: people.users.id", rung);

        assertFiveOrphans(new CheckingReferences(checks));
    }

    @Test
    void findsWhatLeadsToAnotherServer() {
        try (var second = server("postgres_shop")) {
            var manifest = manifest("orders.user_id: people.users.id", Isolation.SERVER);
            var servers = Map.of("people", server, "shop", reach(second, "postgres_shop"));
            var provisioning =
                    new Provisioning(manifest, new DatabaseServers(null, servers), secrets);
            current = Isolation.SERVER;
            prepare(provisioning);

            assertFiveOrphans(new CheckingReferences(provisioning));
        }
    }

    @Test
    void missesNothingBetweenTwoPages() {
        var provisioning = ready("orders.user_id: people.users.id", Isolation.SCHEMA);

        for (var page : List.of(1, 3, 5, 15, 16, 1000)) {
            assertFiveOrphans(new CheckingReferences(provisioning, page));
        }
    }

    @Test
    void namesOnlyTheFirstOfMany() {
        var provisioning = ready("orders.id: people.users.id", Isolation.SCHEMA);

        var check = new CheckingReferences(provisioning, 7).check(_ -> {}).getFirst();

        assertThat(check.checked()).isEqualTo(1000);
        assertThat(check.orphans()).isEqualTo(990);
        assertThat(check.first()).containsExactly("11", "12", "13", "14", "15");
        assertThat(check.holds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    order.user_id: people.users.id     | there is no shop.order.user_id
                    orders.person_id: people.users.id  | there is no shop.orders.person_id
                    orders.user_id: people.persons.id  | there is no people_api.persons.id
                    orders.note: people.users.id       | invalid input syntax for type bigint: "note"
                    orders.user_id: shop.orders.id     | the service publishes nothing
                    letters.user_id: people.users.id   | row-level security policy for table "letters"
                    orders.user_id: people.parcels.id  | row-level security policy for table "parcels"
                    """)
    void saysInASentenceWhatItCannotCheck(String reference, String reason) {
        var provisioning = ready(reference, Isolation.SCHEMA);

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> new CheckingReferences(provisioning).check(_ -> {}))
                .withMessageContaining("of service \"shop\" cannot be checked: ")
                .withMessageContaining(reason)
                .withMessageEndingWith(".");
    }

    @Test
    void isRefusedByTheManifestWhereNoContractLetsItRead() {
        write(
                "without.yaml",
                MANIFEST.replace("reads: [people]", "reads: []")
                        .replace("PLATFORM", "without")
                        .replace("REFERENCE", "orders.user_id: people.users.id"));

        assertThatExceptionOfType(InvalidManifest.class)
                .isThrownBy(() -> Manifest.read(folder.resolve("without.yaml")))
                .withMessageContaining(
                        "orders.user_id refers to \"people\", which service \"shop\" may not read;"
                                + " add it to \"reads\"");
    }

    private static void assertFiveOrphans(CheckingReferences checking) {
        assertThat(checking.check(_ -> {}))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.service()).isEqualTo("shop");
                    assertThat(it.checked()).isEqualTo(15);
                    assertThat(it.orphans()).isEqualTo(5);
                    assertThat(it.first()).containsExactly("11", "12", "13", "14", "15");
                });
    }

    /** The platform of a rung, with another word on references each time. */
    private static Provisioning ready(String reference, Isolation rung) {
        var provisioning = new Provisioning(manifest(reference, rung), server, secrets);
        if (current != rung) { // pg_hba.conf lets in whom the last one named
            prepare(provisioning);
            current = rung;
        }
        return provisioning;
    }

    private static Manifest manifest(String reference, Isolation rung) {
        var file = rung.word() + ".yaml";
        write(
                file,
                MANIFEST.replace("PLATFORM", "on-" + rung.word()).replace("REFERENCE", reference));
        return Manifest.read(folder.resolve(file), rung);
    }

    private static void prepare(Provisioning provisioning) {
        provisioning.apply(_ -> {});
        provisioning.manifest().services().forEach(it -> provisioning.migrate(it.name()));
    }

    private static EmbeddedServer server(String secret) {
        return EmbeddedServer.throwaway()
                .administratorPassword(secrets.password(secret))
                .setting("max_connections", "60")
                .start();
    }

    private static DatabaseServer reach(EmbeddedServer embedded, String secret) {
        return DatabaseServer.local(
                        embedded.port(), EmbeddedServer.ADMINISTRATOR, secrets.password(secret))
                .withHbaFile(embedded.hbaFile());
    }

    private static void write(String file, String content) {
        try {
            var path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
