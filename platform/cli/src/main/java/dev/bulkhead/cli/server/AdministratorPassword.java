package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the password of a server's administrator where psql would: a file, PGPASSWORD, the password
 * file.
 */
final class AdministratorPassword {

    private static final int FIELDS = 5;

    private AdministratorPassword() {}

    static String of(ServerChoice.External server, Map<String, String> environment) {
        if (server.password() != null) {
            return read(server.password()).strip();
        }
        var direct = environment.get("PGPASSWORD");
        if (direct != null && !direct.isEmpty()) {
            return direct;
        }
        return fromPasswordFile(server, environment)
                .orElseThrow(() ->
                        Mistake.failure(
                                "No password for "
                                        + server.administrator()
                                        + " at "
                                        + server.host()
                                        + ":"
                                        + server.port()
                                        + ": set PGPASSWORD, add a line to ~/.pgpass, or name"
                                        + " a file with --postgres-password-file."));
    }

    private static Optional<String> fromPasswordFile(
            ServerChoice.External server, Map<String, String> environment) {
        var file =
                Optional.ofNullable(environment.get("PGPASSFILE"))
                        .map(Path::of)
                        .orElse(Path.of(environment.getOrDefault("HOME", "/"), ".pgpass"));
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        return read(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(AdministratorPassword::fields)
                .filter(fields -> fields.size() == FIELDS)
                .filter(fields ->
                        matches(fields.get(0), server.host())
                                && matches(fields.get(1), String.valueOf(server.port()))
                                && matches(fields.get(2), "postgres")
                                && matches(fields.get(3), server.administrator()))
                .map(fields -> fields.get(4))
                .findFirst();
    }

    private static boolean matches(String field, String value) {
        return field.equals("*") || field.equals(value);
    }

    /** host:port:database:user:password, where a backslash protects a colon or a backslash. */
    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < FIELDS - 1) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Mistake.failure("Cannot read the password file " + file + ".");
        }
    }
}
