package dev.bulkhead.auth.token;

import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.shared.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/keys")
@Tag(name = "keys")
class KeyController {

    private final KeyRing ring;
    private final RotatingKeys rotating;

    KeyController(KeyRing ring, RotatingKeys rotating) {
        this.ring = ring;
        this.rotating = rotating;
    }

    @GetMapping
    @Operation(
            summary = "The published signing keys, newest first",
            description = "For administrators.")
    List<KeyResponse> list() {
        return ring.published().stream().map(KeyResponse::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Sign with a new key from now on",
            description =
                    "For administrators. Tokens signed with the old key stay good until they"
                            + " expire.")
    @ApiResponse(responseCode = "201", description = "the new key")
    KeyResponse rotate(Caller admin, Origin origin) {
        return KeyResponse.of(rotating.rotate(admin.id(), origin));
    }

    record KeyResponse(String kid, boolean signs, Instant createdAt, @Nullable Instant retiredAt) {

        static KeyResponse of(SigningKey it) {
            return new KeyResponse(it.kid(), it.signs(), it.createdAt(), it.retiredAt());
        }
    }
}
