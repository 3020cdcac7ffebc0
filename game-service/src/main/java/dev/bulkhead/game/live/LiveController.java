package dev.bulkhead.game.live;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.GameId;
import dev.bulkhead.game.quiz.GameProblems;
import dev.bulkhead.game.quiz.GameState;
import dev.bulkhead.game.quiz.WatchingGames;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams a game to one of its players.
 *
 * <p>The request's own virtual thread writes the stream and sleeps in between, so that there is no
 * second thread to lose, a client that does not read holds up nobody but itself, and whatever ends
 * the stream ends it in one place. No database connection is held meanwhile.
 */
@RestController
@RequestMapping("/api/game/games/{id}/events")
@Tag(name = "games")
class LiveController {

    private final WatchingGames watching;
    private final Subscriptions subscriptions;
    private final StreamRules rules;
    private final JsonMapper json;
    private final InstantSource clock;

    LiveController(
            WatchingGames watching,
            Subscriptions subscriptions,
            StreamRules rules,
            JsonMapper json,
            InstantSource clock) {
        this.watching = watching;
        this.subscriptions = subscriptions;
        this.rules = rules;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "What happens in a game, while it happens",
            description =
                    """
                    Server-sent events: `state` first, then `question-opened`, `answer-count`, \
                    `question-closed` (with the right answer and the scores) and `game-finished`, \
                    after which the stream ends. Each id is the version of the game; with \
                    `Last-Event-ID` the stream goes on after that event instead of beginning with \
                    `state`, and answers 204 if nothing will follow. It ends when the token does.\
                    """)
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "204", description = "the game is over and all was told")
    @Nullable ResponseEntity<?> stream(
            @PathVariable UUID id,
            @Parameter(description = "id of the last event received")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable String lastEventId,
            Caller caller,
            @Parameter(hidden = true) @AuthenticationPrincipal Jwt token,
            HttpServletRequest request,
            HttpServletResponse response) {
        var player = PlayerId.of(caller);
        var watched = watching.watch(new GameId(id), player);
        if (watched.isEmpty()) {
            return refusal(GameProblems.gameNotFound());
        }
        var state = watched.get();
        var seen = seen(lastEventId, state);
        if (state.status().over() && seen == state.lastEvent()) {
            return ResponseEntity.noContent().build(); // tells an EventSource to stay away
        }
        if (request.getMethod().equals("HEAD")) {
            // Spring answers HEAD with what answers GET; nobody would ever see this one's events.
            return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
        }
        var subscription = subscriptions.add(player, state);
        if (subscription.isEmpty()) {
            return refusal(
                    Problems.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too-many-streams",
                            "Close another stream first; you may have " + rules.perPlayer() + "."));
        }
        try {
            send(subscription.get(), state, seen, endOf(token), response);
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server ends its threads
        } finally {
            subscriptions.remove(subscription.get());
        }
        return null; // written already
    }

    private void send(
            Subscription subscription,
            GameState first,
            long seen,
            Instant end,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        var events = new EventWriter(response.getOutputStream(), json);
        events.heartbeat(); // sends the headers, even if there is nothing to tell yet
        var state = first;
        if (seen < 0) {
            events.write(LiveEvent.snapshot(state, clock.instant()));
            seen = state.status().over() ? state.lastEvent() - 1 : state.lastEvent();
        }
        while (true) {
            for (var event : LiveEvent.after(seen, state, clock.instant())) {
                events.write(event);
            }
            seen = state.lastEvent();
            if (state.status().over()) {
                return;
            }
            GameState next = null;
            while (next == null) {
                var left = Duration.between(clock.instant(), end);
                if (subscription.closed() || !left.isPositive()) {
                    return;
                }
                next = subscription.await(shorter(left, rules.heartbeat()));
                if (next == null) {
                    events.heartbeat();
                }
            }
            state = next;
        }
    }

    /** The event to go on after; -1 to begin with the state. */
    private static long seen(@Nullable String lastEventId, GameState state) {
        try {
            var seen = lastEventId == null ? -1 : Long.parseLong(lastEventId);
            return seen <= state.lastEvent() ? Math.max(-1, seen) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Says what it is, because this address is known to produce nothing but events. */
    private static ResponseEntity<?> refusal(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static Instant endOf(Jwt token) {
        return Objects.requireNonNull(token.getExpiresAt(), "checked when the token was");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
