package dev.bulkhead.payment.simulator;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the stand-in for Stripe runs.
 *
 * @param port on loopback; 0 for any that is free
 * @param webhookUrl where it delivers; by default to this service itself
 * @param folder where it remembers customers, intents and refunds between two starts; without one
 *     it forgets them
 */
@ConfigurationProperties("bulkhead.payment.simulator")
record SimulatorSettings(
        @DefaultValue("0") int port, @Nullable URI webhookUrl, @DefaultValue("") String folder) {

    @Nullable Path journal() {
        return folder.isEmpty() ? null : Path.of(folder, "stripe-simulator.jsonl");
    }
}
