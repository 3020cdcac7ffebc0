package dev.bulkhead.game.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service answered. */
public record Reply(int status, String contentType, String location, String text) {

    public static final JsonMapper JSON = JsonMapper.shared();

    public JsonNode json() {
        return JSON.readTree(text);
    }

    public UUID id() {
        return UUID.fromString(json().get("id").asString());
    }

    public Reply expect(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return this;
    }

    /** Expects a problem document of this kind. */
    public Reply expectProblem(int expected, String type) {
        expect(expected);
        assertThat(contentType).startsWith("application/problem+json");
        assertThat(json().get("type").asString()).isEqualTo("/problems/" + type);
        assertThat(json().get("status").asInt()).isEqualTo(expected);
        return this;
    }
}
