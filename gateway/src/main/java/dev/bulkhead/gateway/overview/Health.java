package dev.bulkhead.gateway.overview;

import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Whether the gateway itself takes requests; says nothing of the services behind it. */
@Controller
class Health {

    private final ApplicationAvailability availability;

    Health(ApplicationAvailability availability) {
        this.availability = availability;
    }

    @GetMapping(path = "/health", produces = "application/json")
    ResponseEntity<Map<String, String>> health() {
        var up = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
        return ResponseEntity.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .cacheControl(CacheControl.noStore())
                .body(Map.of("status", up ? "UP" : "DOWN"));
    }
}
