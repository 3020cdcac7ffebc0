package dev.bulkhead.shared.db;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One service called sample, provisioned like any real one, on a server of its own. */
class SamplePlatform implements AutoCloseable {

    private static final String MIGRATION = "db/migration/V1__create_notes.sql";

    final EmbeddedServer embedded;
    final Secrets secrets;
    final Provisioning provisioning;

    SamplePlatform(Path folder) throws IOException {
        var migration = folder.resolve("sample-service/src/main/resources").resolve(MIGRATION);
        Files.createDirectories(migration.getParent());
        try (var sql = SamplePlatform.class.getResourceAsStream("/" + MIGRATION)) {
            Files.copy(sql, migration);
        }
        Files.writeString(
                folder.resolve(Manifest.FILE_NAME),
                """
                platform: sample
                isolation: database
                server:
                  port: 5432
                  max_connections: 40
                  reserved_connections: 10
                services:
                  sample:
                    module: sample-service
                    port: 5999
                    pool: 4
                """);
        secrets = new Secrets(folder.resolve("secrets"));
        var password = secrets.password(Secrets.ADMINISTRATOR);
        embedded = EmbeddedServer.throwaway().administratorPassword(password).start();
        var server =
                DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password)
                        .withHbaFile(embedded.hbaFile());
        provisioning =
                new Provisioning(
                        Manifest.read(folder.resolve(Manifest.FILE_NAME)), server, secrets);
        provisioning.apply(_ -> {});
        provisioning.migrate("sample");
    }

    /** What the launcher hands to a service. */
    Map<String, Object> settings() {
        return Map.of(
                "spring.application.name", "sample-service",
                "spring.main.web-application-type", "none",
                "bulkhead.service", "sample",
                "bulkhead.db.pool", 3,
                "spring.datasource.url",
                        "jdbc:postgresql://localhost:" + embedded.port() + "/sample_db",
                "spring.datasource.username", "sample_user",
                "bulkhead.db.password-file", secrets.file("sample_user").toString());
    }

    @Override
    public void close() {
        embedded.close();
    }
}
