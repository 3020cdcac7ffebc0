package dev.bulkhead.game.leaderboard;

import dev.bulkhead.shared.web.MalformedRequest;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/game/leaderboard")
@Tag(name = "leaderboard", description = "Who is best.")
class LeaderboardController {

    private final Leaderboard leaderboard;

    LeaderboardController(Leaderboard leaderboard) {
        this.leaderboard = leaderboard;
    }

    @GetMapping
    @Operation(
            summary = "Who is best",
            description =
                    "Of all time by rating; of the week, which begins on Monday at 0:00 UTC, by"
                            + " the points of the games that ended in it.")
    Page<Leaderboard.Ranked> list(
            @Schema(allowableValues = {"all", "week"}) @RequestParam(defaultValue = "all")
                    String period,
            PageQuery query) {
        return switch (period) {
            case "all" -> leaderboard.ofAllTime(query);
            case "week" -> leaderboard.ofThisWeek(query);
            default -> throw new MalformedRequest("\"period\" is neither all nor week.");
        };
    }
}
