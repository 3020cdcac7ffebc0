package dev.bulkhead.game.lobby;

import dev.bulkhead.game.bank.Category;
import dev.bulkhead.game.bank.Difficulty;
import dev.bulkhead.game.lobby.LobbyOutcome.Done;
import dev.bulkhead.game.lobby.LobbyOutcome.Refused;
import dev.bulkhead.game.lobby.LobbyOutcome.Started;
import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.GameSnapshot;
import dev.bulkhead.game.quiz.QuizSettings;
import dev.bulkhead.game.quiz.WatchingGames;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.MalformedRequest;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/game/lobbies")
@Tag(name = "lobbies", description = "Where players gather, get ready and start a game.")
class LobbyController {

    private final GatheringPlayers gathering;
    private final LobbyBoard board;
    private final WatchingGames watching;
    private final InstantSource clock;

    LobbyController(
            GatheringPlayers gathering,
            LobbyBoard board,
            WatchingGames watching,
            InstantSource clock) {
        this.gathering = gathering;
        this.board = board;
        this.watching = watching;
        this.clock = clock;
    }

    record LobbyRequest(
            @NotBlank
                    @Size(max = 80)
                    @Pattern(
                            regexp = "[^\\p{Cntrl}]*",
                            message = "must not have control characters")
                    String name,
            @NotNull @Min(2) @Max(20) Integer maxPlayers,
            @NotNull @Valid SettingsRequest settings) {}

    record SettingsRequest(
            @Schema(description = "all, if missing or empty") @Size(max = 8)
                    @Nullable List<@NotNull Category> categories,
            @Schema(description = "a mixture, if missing") @Nullable Difficulty difficulty,
            @NotNull @Min(3) @Max(30) Integer questions,
            @NotNull @Min(5) @Max(60) Integer secondsPerQuestion) {

        QuizSettings settings() {
            return new QuizSettings(
                    categories == null ? List.of() : categories.stream().distinct().toList(),
                    difficulty,
                    questions,
                    secondsPerQuestion);
        }
    }

    record ReadyRequest(@NotNull Boolean ready) {}

    @PostMapping
    @Operation(summary = "Open a lobby", description = "The caller is its creator and sits in it.")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = LobbyBoard.Shown.class)))
    ResponseEntity<?> open(@Valid @RequestBody LobbyRequest request, Caller caller) {
        var outcome =
                gathering.open(
                        caller,
                        request.name().strip(),
                        request.maxPlayers(),
                        request.settings().settings());
        return answer(
                outcome,
                caller,
                shown ->
                        ResponseEntity.created(URI.create("/api/game/lobbies/" + shown.id()))
                                .body(shown));
    }

    @GetMapping
    @Operation(summary = "Lobbies, the newest first")
    Page<LobbyBoard.Listed> list(
            @Schema(allowableValues = {"open", "playing", "closed"})
                    @RequestParam(defaultValue = "open")
                    String status,
            PageQuery query) {
        return board.list(
                LobbyStatus.of(status)
                        .orElseThrow(() -> new MalformedRequest("\"status\" is none of a lobby.")),
                query);
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "One lobby",
            description = "Open ones for everybody, others for their members only.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = LobbyBoard.Shown.class)))
    ResponseEntity<?> show(@PathVariable UUID id, Caller caller) {
        return answer(new Done(new LobbyId(id)), caller, ResponseEntity::ok);
    }

    @PostMapping("/{id}/join")
    @Operation(summary = "Sit down in an open lobby", description = "Doing so twice is no error.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = LobbyBoard.Shown.class)))
    ResponseEntity<?> join(@PathVariable UUID id, Caller caller) {
        return answer(gathering.join(new LobbyId(id), caller), caller, ResponseEntity::ok);
    }

    @PostMapping("/{id}/leave")
    @Operation(
            summary = "Leave a lobby that has not started",
            description =
                    "A creator hands over to whoever is there longest; the last one closes it.")
    @ApiResponse(responseCode = "204")
    ResponseEntity<?> leave(@PathVariable UUID id, Caller caller) {
        return switch (gathering.leave(new LobbyId(id), PlayerId.of(caller))) {
            case Refused refused -> ResponseEntity.of(LobbyProblems.of(refused)).build();
            case Done _, Started _ -> ResponseEntity.noContent().build();
        };
    }

    @PutMapping("/{id}/ready")
    @Operation(summary = "Be ready, or not any more")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = LobbyBoard.Shown.class)))
    ResponseEntity<?> ready(
            @PathVariable UUID id, @Valid @RequestBody ReadyRequest request, Caller caller) {
        return answer(
                gathering.ready(new LobbyId(id), PlayerId.of(caller), request.ready()),
                caller,
                ResponseEntity::ok);
    }

    @PostMapping("/{id}/start")
    @Operation(
            summary = "Start the game",
            description = "By the creator, once at least two are there and all are ready.")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = GameSnapshot.class)))
    ResponseEntity<?> start(@PathVariable UUID id, Caller caller) {
        return answer(
                gathering.start(new LobbyId(id), PlayerId.of(caller)), caller, ResponseEntity::ok);
    }

    private ResponseEntity<?> answer(
            LobbyOutcome outcome,
            Caller caller,
            Function<LobbyBoard.Shown, ResponseEntity<?>> shown) {
        return switch (outcome) {
            case Refused refused -> ResponseEntity.of(LobbyProblems.of(refused)).build();
            case Done done ->
                    board.show(done.lobby(), PlayerId.of(caller))
                            .<ResponseEntity<?>>map(shown)
                            .orElseGet(
                                    () -> ResponseEntity.of(LobbyProblems.lobbyNotFound()).build());
            case Started started ->
                    ResponseEntity.created(URI.create("/api/game/games/" + started.game().id()))
                            .body(
                                    GameSnapshot.of(
                                            watching.watch(started.game(), PlayerId.of(caller))
                                                    .orElseThrow(),
                                            clock.instant()));
        };
    }
}
