package dev.bulkhead.game.career;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.player.Roster;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import dev.bulkhead.shared.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/game/players")
@Tag(name = "players", description = "Who plays, and how well.")
class CareerController {

    private final Careers careers;
    private final Roster roster;

    CareerController(Careers careers, Roster roster) {
        this.careers = careers;
        this.roster = roster;
    }

    @GetMapping("/me")
    @Operation(summary = "The caller's statistics", description = "Enters a new player.")
    Career me(Caller caller) {
        return careers.of(roster.enter(caller)).orElseThrow();
    }

    @GetMapping("/{id}")
    @Operation(summary = "A player's statistics", description = "For everybody who is logged in.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = Career.class)))
    ResponseEntity<?> show(@PathVariable UUID id) {
        var career = careers.of(new PlayerId(id));
        return career.isPresent()
                ? ResponseEntity.ok(career.get())
                : ResponseEntity.of(
                                Problems.of(
                                        HttpStatus.NOT_FOUND,
                                        "player-not-found",
                                        "Nobody with this id has played yet."))
                        .build();
    }

    @GetMapping("/me/history")
    @Operation(summary = "The caller's finished games, the latest first")
    Page<PlayedGame> history(Caller caller, PageQuery query) {
        return careers.history(PlayerId.of(caller), query);
    }
}
