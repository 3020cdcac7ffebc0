package dev.bulkhead.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.SimpleFormatter;

/** Libraries log to a file; the screen is for the person. */
final class Logging {

    private static final int LIMIT_BYTES = 5_000_000;

    private Logging() {}

    static void toFile(Path log) {
        LogManager.getLogManager().reset();
        var root = LogManager.getLogManager().getLogger("");
        root.setLevel(Level.WARNING);
        if (!Files.isDirectory(log.getParent())) {
            return; // nothing has been started here yet
        }
        try {
            var handler = new FileHandler(log.toString(), LIMIT_BYTES, 1, true);
            handler.setFormatter(new SimpleFormatter());
            root.addHandler(handler);
        } catch (IOException e) {
            root.setLevel(Level.OFF); // the verbs say what is wrong with the folder
        }
    }
}
