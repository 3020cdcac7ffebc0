package dev.bulkhead.shared.db;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/**
 * Makes primary keys: UUIDs of version 7 (RFC 9562), so that ordering by id is ordering by time.
 */
public final class TimeOrderedIds {

    private static final NoArgGenerator VERSION_7 = Generators.timeBasedEpochGenerator();

    /** A new one, greater than all that this process has made before. */
    public static UUID next() {
        return VERSION_7.generate();
    }

    private TimeOrderedIds() {}
}
