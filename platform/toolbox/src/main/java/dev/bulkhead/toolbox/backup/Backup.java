package dev.bulkhead.toolbox.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the file beside a dump says of it: enough to know, years later and without a server, what it
 * holds and whether it is whole.
 *
 * @param format of this record, so that later versions can read it
 * @param rung the word of the manifest
 * @param serverVersion in full
 * @param api the schema of its published views, or empty
 * @param roles that its objects or policies name
 * @param migration the newest that had run, or empty
 * @param sequences the last value of each that counts upwards, at least
 * @param databaseBytes what the whole database took on disk
 * @param tool the program that wrote it
 * @param compression as the tool names it
 * @param taken the moment whose rows it holds
 * @param finished when it was complete
 * @param bytes of the dump
 * @param sha256 of the dump, in hexadecimal
 * @param verified when it was last restored and compared; null if never
 */
public record Backup(
        int format,
        String platform,
        String service,
        String rung,
        String serverVersion,
        int serverMajor,
        String database,
        String schema,
        String api,
        String prefix,
        List<String> roles,
        String migration,
        List<TableSum> tables,
        Map<String, Long> sequences,
        long databaseBytes,
        String tool,
        int toolMajor,
        String compression,
        Instant taken,
        Instant finished,
        long bytes,
        String sha256,
        @Nullable Instant verified) {

    static final int FORMAT = 1;

    /** The rows of all tables. */
    public long rows() {
        return tables.stream().mapToLong(TableSum::rows).sum();
    }

    Backup verifiedAt(Instant when) {
        return new Backup(
                format,
                platform,
                service,
                rung,
                serverVersion,
                serverMajor,
                database,
                schema,
                api,
                prefix,
                roles,
                migration,
                tables,
                sequences,
                databaseBytes,
                tool,
                toolMajor,
                compression,
                taken,
                finished,
                bytes,
                sha256,
                when);
    }
}
