package dev.bulkhead.shared.db;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Where the database is right now, and whether it takes writes, as the address file says.
 *
 * @param url for JDBC
 * @param pause how long writes are to wait, from when it is read; null when they need not
 * @param next where the database may be by the end of the pause
 * @param text the whole file, which tells one state of it from another
 */
record DatabaseAddress(String url, @Nullable Duration pause, @Nullable String next, String text) {

    static final String URL = "spring.datasource.url";
    static final String PAUSE = "bulkhead.db.pause-writes";
    static final String NEXT = "bulkhead.db.next-url";

    /**
     * @throws IOException also when the file is not whole
     */
    static DatabaseAddress read(Path file) throws IOException {
        var text = Files.readString(file);
        var properties = new Properties();
        properties.load(new StringReader(text));
        var url = properties.getProperty(URL);
        if (url == null) {
            throw new IOException(file + " has no " + URL);
        }
        var pause = properties.getProperty(PAUSE);
        return new DatabaseAddress(
                url,
                pause == null ? null : DurationStyle.SIMPLE.parse(pause),
                properties.getProperty(NEXT),
                text);
    }
}
