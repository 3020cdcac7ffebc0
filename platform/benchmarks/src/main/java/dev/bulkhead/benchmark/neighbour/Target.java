package dev.bulkhead.benchmark.neighbour;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;

/** Where the attacker's service keeps its tables, and its user's real password. */
record Target(String url, String user, String password) {

    private static final int LINE_OF_PORT = 3;

    static Target of(Path root, Path state, String rung, String service) throws IOException {
        var manifest =
                Manifest.read(
                        root.resolve(Manifest.FILE_NAME),
                        Isolation.valueOf(rung.toUpperCase(Locale.ROOT)));
        var database = ServiceDatabase.of(manifest, manifest.service(service));
        return new Target(
                "jdbc:postgresql://localhost:%d/%s"
                        .formatted(port(state, database), database.database()),
                database.user(),
                Files.readString(state.resolve("secrets").resolve(database.user())).strip());
    }

    /** As the server's own lock file has it. */
    private static int port(Path state, ServiceDatabase database) throws IOException {
        var shared = database.server().equals(ServiceDatabase.SHARED_SERVER);
        var folder = shared ? "postgres" : "postgres-" + database.server();
        var lines = Files.readAllLines(state.resolve(folder).resolve("data/postmaster.pid"));
        return Integer.parseInt(lines.get(LINE_OF_PORT).strip());
    }

    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "flood");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(url, properties);
    }
}
