package dev.bulkhead.game.support;

import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import dev.bulkhead.testing.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** Plays through HTTP, as a client would. */
public class Table {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Environment environment;
    private final TestDatabase db;
    private final Tokens tokens;
    private volatile Consumer<Reply> watcher = _ -> {};

    Table(Environment environment, TestDatabase db, Tokens tokens) {
        this.environment = environment;
        this.db = db;
        this.tokens = tokens;
    }

    /** The same, with another instance of the service on the same database. */
    public Table at(Environment instance) {
        return new Table(instance, db, tokens);
    }

    /** Somebody nobody has met before. */
    public TestUser newcomer(String name) {
        return tokens.user(name + "-" + NUMBER.incrementAndGet());
    }

    /** Is shown every reply from now on. */
    public void watch(Consumer<Reply> watcher) {
        this.watcher = watcher;
    }

    public URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + path);
    }

    public Reply get(TestUser user, String path) {
        return send(user.bearer(), "GET", path, null);
    }

    public Reply post(TestUser user, String path) {
        return send(user.bearer(), "POST", path, null);
    }

    public Reply post(TestUser user, String path, Object body) {
        return send(user.bearer(), "POST", path, Reply.JSON.writeValueAsString(body));
    }

    public Reply put(TestUser user, String path, Object body) {
        return send(user.bearer(), "PUT", path, Reply.JSON.writeValueAsString(body));
    }

    public Reply send(String bearer, String method, String path, String body) {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            var reply =
                    new Reply(
                            response.statusCode(),
                            response.headers().firstValue("Content-Type").orElse(""),
                            response.headers().firstValue("Location").orElse(""),
                            response.body());
            watcher.accept(reply);
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, Object> lobby(int maxPlayers, int questions, int seconds) {
        return Map.of(
                "name",
                "Friday night",
                "maxPlayers",
                maxPlayers,
                "settings",
                Map.of(
                        "categories",
                        List.of("history", "science"),
                        "questions",
                        questions,
                        "secondsPerQuestion",
                        seconds));
    }

    public UUID openLobby(TestUser creator, int maxPlayers) {
        return post(creator, "/api/game/lobbies", lobby(maxPlayers, 3, 20)).expect(201).id();
    }

    public Reply join(TestUser user, UUID lobby) {
        return post(user, "/api/game/lobbies/" + lobby + "/join");
    }

    public Reply leave(TestUser user, UUID lobby) {
        return post(user, "/api/game/lobbies/" + lobby + "/leave");
    }

    public Reply ready(TestUser user, UUID lobby) {
        return put(user, "/api/game/lobbies/" + lobby + "/ready", Map.of("ready", true));
    }

    public Reply start(TestUser user, UUID lobby) {
        return post(user, "/api/game/lobbies/" + lobby + "/start");
    }

    /** A game of these players; the first has opened the lobby. */
    public UUID startGame(int questions, int seconds, TestUser... players) {
        var lobby = readyLobby(questions, seconds, players);
        return start(players[0], lobby).expect(201).id();
    }

    /** A lobby that only needs to be started. */
    public UUID readyLobby(int questions, int seconds, TestUser... players) {
        var lobby =
                post(players[0], "/api/game/lobbies", lobby(20, questions, seconds))
                        .expect(201)
                        .id();
        Arrays.stream(players).skip(1).forEach(it -> join(it, lobby).expect(200));
        Arrays.stream(players).forEach(it -> ready(it, lobby).expect(200));
        return lobby;
    }

    public JsonNode game(TestUser user, UUID game) {
        return get(user, "/api/game/games/" + game).expect(200).json();
    }

    public Reply answer(TestUser user, UUID game, UUID question, String answer) {
        return post(
                user,
                "/api/game/games/" + game + "/answers",
                Map.of("questionId", question, "answer", answer));
    }

    /** What only the database knows. */
    public String rightAnswer(UUID question) {
        return db.asOwner()
                .sql("select correct_answer from questions where id = :id")
                .param("id", question)
                .query(String.class)
                .single();
    }

    public String wrongAnswer(UUID question) {
        return db.asOwner()
                .sql(
                        """
                        select option from questions, jsonb_array_elements_text(options) option
                        where id = :id and option <> correct_answer limit 1
                        """)
                .param("id", question)
                .query(String.class)
                .single();
    }
}
