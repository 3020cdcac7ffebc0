package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with a server of its own reads another one's: its user is known on both servers. */
class ReaderRotationTests {

    static final String READER = "shop_user";

    static TestPlatform people;
    static TestPlatform shop;
    static Provisioning provisioning;

    @BeforeAll
    static void start(@TempDir Path folder) {
        people = new TestPlatform(folder.resolve("people"));
        shop = new TestPlatform(folder.resolve("shop"));
        shop.write(
                Manifest.FILE_NAME,
                """
                platform: readers
                isolation: server
                server: {max_connections: 60, reserved_connections: 10}
                services:
                  people: {module: people, pool: 5, shared: true}
                  shop: {module: shop, pool: 5, reads: [people]}
                """);
        shop.write("people/db/migration/V1__create_people.sql", "create table people ();");
        shop.write("shop/db/migration/V1__create_shops.sql", "create table shops ();");
        provisioning =
                new Provisioning(
                        Manifest.read(shop.folder.resolve(Manifest.FILE_NAME)),
                        new DatabaseServers(
                                null, Map.of("people", people.server, "shop", shop.server)),
                        shop.secrets);
        provisioning.apply(_ -> {});
    }

    @AfterAll
    static void stop() {
        shop.close();
        people.close();
    }

    @Test
    void getsItsPasswordOnEveryServerThatItReads() throws Exception {
        var before = shop.secrets.password(READER);

        provisioning.rotatePasswords(List.of(READER), List.of(), _ -> {});

        assertThat(provisioning.plan().isEmpty()).isTrue();
        worksEverywhere(shop.secrets.password(READER));
        for (var service : List.of("people", "shop")) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connect(service, before))
                    .matches(it -> "28P01".equals(it.getSQLState()));
        }
    }

    @Test
    void isSetRightByTheNextProvisioningWhenOneServerTookItOnly() throws Exception {
        var commits = new AtomicInteger();
        var rotation =
                new PasswordRotation(
                        shop.secrets,
                        List.of(),
                        connection -> {
                            if (commits.incrementAndGet() == 2) {
                                throw new SQLException("connection lost", "08006");
                            }
                            connection.commit();
                        });

        assertThatExceptionOfType(ProvisioningFailed.class)
                .isThrownBy(() -> rotation.rotate(READER, provisioning.servers().all()))
                .withMessageStartingWith("shop_user has its new password on some servers only");

        assertThat(provisioning.apply(_ -> {})).hasSize(1);
        worksEverywhere(shop.secrets.password(READER));
    }

    private static void worksEverywhere(String password) throws SQLException {
        connect("people", password);
        connect("shop", password);
    }

    private static void connect(String service, String password) throws SQLException {
        provisioning.servers().get(service).connect(service + "_db", READER, password).close();
    }
}
