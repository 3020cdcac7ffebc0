package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.Optional;

/**
 * Which databases are meant.
 *
 * @param isolation the rung that was asked for over the manifest's
 * @param again the options that say the same once more, each after a blank
 */
public record DatabaseChoice(Optional<Isolation> isolation, ServerChoices servers, String again) {

    /** What to type for another verb of {@code db} on the same databases. */
    public String command(String verb) {
        return "./bulkhead db " + verb + again;
    }
}
