package dev.bulkhead.game.identity;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Makes UUIDs of version 7 (RFC 9562): unique everywhere, and in order within an instance. */
public final class TimeOrderedIds {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    public static UUID next() {
        return GENERATOR.generate();
    }

    private TimeOrderedIds() {}
}
