package dev.bulkhead.game.quiz;

import dev.bulkhead.shared.db.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What came out of a game that is over. */
@Component
class GameResults {

    private final JdbcClient jdbc;
    private final Tables tables;

    GameResults(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /**
     * The result of one game.
     *
     * @param players in the order of their places
     */
    record Result(
            UUID id,
            UUID lobbyId,
            GameStatus status,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<Placed> players,
            List<Answered> questions) {}

    /**
     * One player's result.
     *
     * @param place equal scores share one; null if the game was cancelled, as are the ratings
     */
    record Placed(
            @Nullable Integer place,
            UUID playerId,
            String username,
            int score,
            int correctAnswers,
            @Nullable Integer ratingBefore,
            @Nullable Integer ratingAfter) {}

    /** One question and what everybody answered. */
    record Answered(GameSnapshot.ClosedQuestion question, List<Given> answers) {}

    /** One player's answer; who gave none is not listed. */
    record Given(UUID playerId, String answer, boolean correct, int points, int timeTakenMs) {}

    Result of(GameState state) {
        var answers = answers(state.id());
        return new Result(
                state.id(),
                state.lobbyId(),
                state.status(),
                state.startedAt(),
                state.endedAt(),
                state.players().stream()
                        .map(it ->
                                new Placed(
                                        it.place(),
                                        it.id(),
                                        it.username(),
                                        it.score(),
                                        it.correctAnswers(),
                                        it.ratingBefore(),
                                        it.ratingAfter()))
                        .toList(),
                state.questions().stream()
                        .map(it ->
                                new Answered(
                                        GameSnapshot.ClosedQuestion.of(it),
                                        answers.getOrDefault(it.id(), List.of())))
                        .toList());
    }

    private Map<UUID, List<Given>> answers(UUID game) {
        var answers = new HashMap<UUID, List<Given>>();
        jdbc.sql(
                        tables.sql(
                                """
                                select a.question_id, p.player_id, a.answer, a.is_correct, a.points,
                                       a.time_taken_ms
                                from ${prefix}answers a
                                join ${prefix}game_participants p on p.id = a.participant_id
                                where a.game_id = :game
                                order by a.submitted_at, a.id
                                """))
                .param("game", game)
                .query(row -> {
                    answers.computeIfAbsent(
                                    row.getObject("question_id", UUID.class),
                                    it -> new ArrayList<>())
                            .add(
                                    new Given(
                                            row.getObject("player_id", UUID.class),
                                            row.getString("answer"),
                                            row.getBoolean("is_correct"),
                                            row.getInt("points"),
                                            row.getInt("time_taken_ms")));
                });
        return answers;
    }
}
