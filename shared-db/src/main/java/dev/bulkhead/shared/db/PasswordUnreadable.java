package dev.bulkhead.shared.db;

import java.io.IOException;
import java.nio.file.Path;

class PasswordUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PasswordUnreadable(String user, Path file, IOException cause) {
        super("The password of " + user + " cannot be read from " + file, cause);
    }
}
