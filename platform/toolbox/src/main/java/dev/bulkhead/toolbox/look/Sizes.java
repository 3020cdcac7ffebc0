package dev.bulkhead.toolbox.look;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies on disk: per database, and per table of the services that were asked for. */
public record Sizes(String platform, Instant at, List<Database> databases, List<Table> tables) {

    public Sizes {
        databases = List.copyOf(databases);
        tables = List.copyOf(tables);
    }

    /**
     * @param services whose tables it holds
     * @param bytes all of it, catalogues included
     */
    public record Database(String server, String database, List<String> services, long bytes) {

        public Database {
            services = List.copyOf(services);
        }
    }

    /**
     * A table or materialised view; a partition is one of its own.
     *
     * @param bytes heap, indexes and TOAST together
     * @param toastBytes where PostgreSQL keeps long values, their index included
     * @param liveRows an estimate of PostgreSQL's statistics
     * @param deadRows the same of rows that vacuum has not removed yet
     */
    public record Table(
            String service,
            String server,
            String database,
            String schema,
            String table,
            long bytes,
            long heapBytes,
            long indexBytes,
            long toastBytes,
            long liveRows,
            long deadRows,
            @Nullable Instant lastVacuumAt,
            @Nullable Instant lastAutovacuumAt,
            @Nullable Instant lastAnalyzeAt) {}
}
