package dev.bulkhead.media.history;

import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.history.WatchPositions.Position;
import dev.bulkhead.media.history.WatchPositions.Watched;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Each caller sees and changes only what is theirs; an admin sees no more. */
@Tag(name = "History")
@RestController
@RequestMapping("/api/media")
@WithPersistence
class HistoryController {

    private final WatchPositions positions;

    HistoryController(WatchPositions positions) {
        this.positions = positions;
    }

    @Operation(
            summary = "Report how far you have watched",
            description = "Up to a second behind the end counts as the end; more is refused.")
    @PutMapping("/videos/{id}/position")
    Position report(
            @PathVariable VideoId id, @Valid @RequestBody PositionRequest request, Caller caller) {
        return positions.report(caller.id(), id, request.positionSeconds(), request.completed());
    }

    @Operation(summary = "Where to go on", description = "Zero if you have never watched it.")
    @GetMapping("/videos/{id}/position")
    Position position(@PathVariable VideoId id, Caller caller) {
        return positions.of(caller.id(), id);
    }

    @Operation(summary = "Forget that you have watched it")
    @DeleteMapping("/videos/{id}/position")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget(@PathVariable VideoId id, Caller caller) {
        positions.forget(caller.id(), id);
    }

    @Operation(summary = "What you have watched, last first")
    @GetMapping("/history")
    Page<Watched> history(PageQuery page, Caller caller) {
        return positions.history(caller.id(), page);
    }

    record PositionRequest(
            @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 20) BigDecimal positionSeconds,
            @Schema(description = "if left out: whether 95 % have been watched")
                    @Nullable Boolean completed) {}
}
