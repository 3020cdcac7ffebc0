package dev.bulkhead.media.scan;

import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For admins; see {@link ScanAccess}. */
@Tag(name = "Scan")
@RestController
@RequestMapping("/api/media/scan")
@WithPersistence
class ScanController {

    private final ScanningLibrary scanning;
    private final Scans scans;

    ScanController(ScanningLibrary scanning, Scans scans) {
        this.scanning = scanning;
        this.scans = scans;
    }

    @Operation(
            summary = "Scan the folder in the background",
            description =
                    "An admin may. Starts nothing while a scan runs; either way the answer shows"
                            + " it.")
    @PostMapping
    ResponseEntity<?> start(Caller caller) {
        scanning.start(caller.id());
        return ResponseEntity.accepted()
                .location(URI.create("/api/media/scan"))
                .body(scans.latest());
    }

    @Operation(
            summary = "How far the scan is, or what the last one found",
            description = "An admin may ask.")
    @GetMapping
    ResponseEntity<?> show() {
        return scans.latest()
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(() ->
                        ResponseEntity.of(
                                        Problems.of(
                                                HttpStatus.NOT_FOUND,
                                                "no-scan-yet",
                                                "The folder has not been scanned yet."))
                                .build());
    }
}
