package dev.bulkhead.payment.uuid;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** Makes UUIDs of version 7 (RFC 9562), so that ordering by id is ordering by time. */
public final class UuidV7 {

    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    /** A new one, greater than all that this process made before. */
    public static UUID next() {
        return GENERATOR.generate();
    }

    private UuidV7() {}
}
