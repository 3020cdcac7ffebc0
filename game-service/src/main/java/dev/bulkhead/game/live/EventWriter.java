package dev.bulkhead.game.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes server-sent events as the <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML standard</a> has them.
 * Each is flushed at once: an event that lies in a buffer has not been sent.
 */
class EventWriter {

    private final OutputStream out;
    private final JsonMapper json;

    EventWriter(OutputStream out, JsonMapper json) {
        this.out = out;
        this.json = json;
    }

    /** JSON as Jackson writes it holds no line break, which would end the data. */
    void write(LiveEvent event) throws IOException {
        send(
                "id: "
                        + event.id()
                        + "\nevent: "
                        + event.name()
                        + "\ndata: "
                        + json.writeValueAsString(event.data())
                        + "\n\n");
    }

    void heartbeat() throws IOException {
        send(": heartbeat\n\n");
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
