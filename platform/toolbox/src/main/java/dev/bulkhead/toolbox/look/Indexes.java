package dev.bulkhead.toolbox.look;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Indexes that are missing, and indexes that cost more than they give. */
public record Indexes(String platform, Instant at, List<Finding> findings) {

    public Indexes {
        findings = List.copyOf(findings);
    }

    public Indexes only(Collection<Kind> kinds) {
        return new Indexes(
                platform, at, findings.stream().filter(it -> kinds.contains(it.kind())).toList());
    }

    public enum Kind {
        /** A foreign key whose columns no index begins with. */
        MISSING,
        /** Left by a CREATE INDEX CONCURRENTLY that failed; it costs and is not used. */
        INVALID,
        /** Another index does the same. */
        DUPLICATE,
        /** Not read since statistics began. */
        UNUSED,
        /** Much larger than its rows need, by an estimate. */
        BLOATED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param index null where it is missing
     * @param bytes of the index; of the table where it is missing
     * @param wastedBytes an estimate, of a bloated one only
     * @param since when statistics began, of an unused one; null where they were never reset
     * @param words what is wrong
     * @param remedy SQL for the owner
     */
    public record Finding(
            Kind kind,
            String service,
            String server,
            String database,
            String schema,
            String table,
            @Nullable String index,
            List<String> columns,
            long bytes,
            @Nullable Long wastedBytes,
            @Nullable Instant since,
            String words,
            String remedy) {

        public Finding {
            columns = List.copyOf(columns);
        }
    }
}
