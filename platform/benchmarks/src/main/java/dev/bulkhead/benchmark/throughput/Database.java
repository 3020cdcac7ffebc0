package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The shared server of a platform that runs, as its administrator sees it. */
final class Database {

    private static final int LINE_OF_PORT = 3;

    private final Path state;

    Database(Path state) {
        this.state = state;
    }

    /** As the server's own lock file has it. */
    int port() throws IOException {
        var lines = Files.readAllLines(state.resolve("postgres/data/postmaster.pid"));
        return Integer.parseInt(lines.get(LINE_OF_PORT).strip());
    }

    String password(String role) throws IOException {
        return Files.readString(state.resolve("secrets").resolve(role)).strip();
    }

    Connection connect(String role, String database) throws IOException, SQLException {
        var properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", password(role));
        properties.setProperty("ApplicationName", "benchmark");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
    }
}
