package dev.bulkhead.shared.db;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the password anew for each connection, so that it can be rotated under a running pool. */
class PasswordFile implements HikariCredentialsProvider {

    private final String user;
    private final Path file;

    PasswordFile(String user, Path file) {
        this.user = user;
        this.file = file;
    }

    @Override
    public Credentials getCredentials() {
        try {
            return Credentials.of(user, Files.readString(file).strip());
        } catch (IOException e) {
            throw new PasswordUnreadable(user, file, e);
        }
    }
}
