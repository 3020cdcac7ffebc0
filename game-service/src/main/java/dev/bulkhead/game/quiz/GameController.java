package dev.bulkhead.game.quiz;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.AnswerOutcome.Accepted;
import dev.bulkhead.game.quiz.AnswerOutcome.Reason;
import dev.bulkhead.game.quiz.AnswerOutcome.Refused;
import dev.bulkhead.shared.db.ViolatedConstraint;
import dev.bulkhead.shared.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/game/games/{id}")
@Tag(name = "games", description = "A running quiz; for its players only.")
class GameController {

    private final WatchingGames watching;
    private final PlayingGames playing;
    private final GameResults results;
    private final InstantSource clock;

    GameController(
            WatchingGames watching,
            PlayingGames playing,
            GameResults results,
            InstantSource clock) {
        this.watching = watching;
        this.playing = playing;
        this.results = results;
        this.clock = clock;
    }

    record AnswerRequest(@NotNull UUID questionId, @NotBlank @Size(max = 500) String answer) {}

    record AnswerResponse(UUID questionId, String answer, int timeTakenMs, Instant submittedAt) {

        static AnswerResponse of(Accepted it) {
            return new AnswerResponse(
                    it.questionId(), it.answer(), it.timeTakenMillis(), it.submittedAt());
        }
    }

    @GetMapping
    @Operation(
            summary = "The state of a game",
            description = "The right answer of a question is told once it has closed.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = GameSnapshot.class)))
    ResponseEntity<?> show(@PathVariable UUID id, Caller caller) {
        var state = watching.watch(new GameId(id), PlayerId.of(caller));
        return state.isPresent()
                ? ResponseEntity.ok(GameSnapshot.of(state.get(), clock.instant()))
                : ResponseEntity.of(GameProblems.gameNotFound()).build();
    }

    @PostMapping("/answers")
    @Operation(
            summary = "Answer the question that is open",
            description =
                    "The first answer counts. Time is measured here, from opening to arrival."
                            + " Whether it is right is told when the question closes.")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = AnswerResponse.class)))
    ResponseEntity<?> answer(
            @PathVariable UUID id, @Valid @RequestBody AnswerRequest request, Caller caller) {
        var arrivedAt = clock.instant();
        return switch (outcome(id, request, caller, arrivedAt)) {
            case Accepted accepted ->
                    ResponseEntity.status(HttpStatus.CREATED).body(AnswerResponse.of(accepted));
            case Refused refused -> ResponseEntity.of(GameProblems.of(refused)).build();
        };
    }

    /** The row lock lets one answer in; should that ever fail, the unique key holds. */
    private AnswerOutcome outcome(
            UUID id, AnswerRequest request, Caller caller, Instant arrivedAt) {
        try {
            return playing.answer(
                    new GameId(id),
                    PlayerId.of(caller),
                    request.questionId(),
                    request.answer(),
                    arrivedAt);
        } catch (DataIntegrityViolationException e) {
            if (ViolatedConstraint.in(e)
                    .filter(it -> it.name().equals("answers_participant_id_question_id_key"))
                    .isPresent()) {
                return new Refused(Reason.ALREADY_ANSWERED);
            }
            throw e;
        }
    }

    @GetMapping("/results")
    @Operation(
            summary = "The result of a game that is over",
            description = "Places, ratings, all questions with the right answers and everybody's.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = GameResults.Result.class)))
    ResponseEntity<?> results(@PathVariable UUID id, Caller caller) {
        var state = watching.watch(new GameId(id), PlayerId.of(caller));
        if (state.isEmpty()) {
            return ResponseEntity.of(GameProblems.gameNotFound()).build();
        }
        return state.get().status().over()
                ? ResponseEntity.ok(results.of(state.get()))
                : ResponseEntity.of(GameProblems.gameNotOver()).build();
    }
}
