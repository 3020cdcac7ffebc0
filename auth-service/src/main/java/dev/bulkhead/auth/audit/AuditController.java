package dev.bulkhead.auth.audit;

import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/audit")
@Tag(name = "audit")
class AuditController {

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @GetMapping
    @Operation(
            summary = "What happened, newest first",
            description = "For administrators. Filtered by who did it or by what was done.")
    Page<AuditLog.Kept> list(
            PageQuery page,
            @RequestParam(required = false) @Nullable UUID userId,
            @RequestParam(required = false) @Nullable String action) {
        return log.page(page, userId, action);
    }
}
