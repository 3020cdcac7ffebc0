package dev.bulkhead.cli.platform;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A few requests of a person to every service, so that the classes which only requests need are
 * loaded. What they answer is the tests' business and not looked at here.
 */
final class Tour {

    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final int PATIENCE_MILLIS = 60_000;

    private final String gateway;
    private final Map<String, Integer> services;
    private String token = "";

    /**
     * @param services where each is, by its name
     */
    Tour(int gateway, Map<String, Integer> services) {
        this.gateway = "http://127.0.0.1:" + gateway;
        this.services = services;
    }

    void run() throws IOException {
        ask("GET", "/", null);
        ask(
                "POST",
                "/api/auth/register",
                """
                {"email": "tour@example.org", "username": "tour", "name": "Tour", "password": "correct horse battery"}
                """);
        var login =
                ask(
                        "POST",
                        "/api/auth/login",
                        """
                        {"login": "tour", "password": "correct horse battery"}
                        """);
        var found = TOKEN.matcher(login);
        token = found.find() ? found.group(1) : "";
        ask("GET", "/api/auth/me", null);
        ask("GET", "/api/payment/products?limit=3", null);
        ask(
                "POST",
                "/api/payment/orders",
                """
                {"items": [{"sku": "MUG-ENAMEL-EUR", "quantity": 2}]}
                """);
        ask("GET", "/api/payment/orders", null);
        ask(
                "POST",
                "/api/game/lobbies",
                """
                {"name": "Friday quiz", "maxPlayers": 4, "settings": {"questions": 3, "secondsPerQuestion": 10}}
                """);
        ask("GET", "/api/game/lobbies", null);
        ask("GET", "/api/media/videos", null);
        ask("GET", "/api/media/history", null);
        for (var service : services.keySet()) {
            ask("GET", "/api/" + service + "/openapi", null);
            ask("GET", "/api/" + service + "/nowhere", null);
        }
    }

    private String ask(String method, String path, @Nullable String json) throws IOException {
        var connection =
                (HttpURLConnection)
                        URI.create(gateway + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        connection.setRequestProperty("Idempotency-Key", "tour");
        if (json != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (var body = connection.getOutputStream()) {
                body.write(json.getBytes(StandardCharsets.UTF_8));
            }
        }
        var failed = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
        try (var answer = failed ? connection.getErrorStream() : connection.getInputStream()) {
            return answer == null ? "" : new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
