package dev.bulkhead.auth.user;

import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/users")
@Tag(name = "administration")
class UserController {

    private final Users users;
    private final AdministeringUsers administering;

    UserController(Users users, AdministeringUsers administering) {
        this.users = users;
        this.administering = administering;
    }

    @GetMapping
    @Operation(
            summary = "Everybody, in the order they registered",
            description = "For administrators.")
    Page<UserResponse> list(
            PageQuery page,
            @RequestParam(required = false)
                    @Parameter(description = "part of a username, name or e-mail address")
                    @Nullable String search,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable Boolean active) {
        return users.page(page, search, role, active).map(UserResponse::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One person", description = "For administrators.")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "404", description = "user-not-found")
    UserResponse show(@PathVariable UUID id) {
        return UserResponse.of(users.require(id));
    }

    @PutMapping("/{id}/roles/{role}")
    @Operation(
            summary = "Give somebody a role",
            description = "For administrators. It is in their next token.")
    @ApiResponse(responseCode = "204", description = "they have it")
    @ApiResponse(responseCode = "404", description = "user-not-found or role-not-found")
    ResponseEntity<?> grant(
            @PathVariable UUID id, @PathVariable String role, Caller admin, Origin origin) {
        return answer(administering.grant(id, role, admin.id(), origin));
    }

    @DeleteMapping("/{id}/roles/{role}")
    @Operation(
            summary = "Take a role from somebody",
            description = "For administrators. Ends the person's sessions.")
    @ApiResponse(responseCode = "204", description = "they do not have it")
    @ApiResponse(responseCode = "404", description = "user-not-found or role-not-found")
    @ApiResponse(responseCode = "409", description = "last-admin or base-role")
    ResponseEntity<?> revoke(
            @PathVariable UUID id, @PathVariable String role, Caller admin, Origin origin) {
        return answer(administering.revoke(id, role, admin.id(), origin));
    }

    @PutMapping("/{id}/deactivation")
    @Operation(
            summary = "Keep somebody out",
            description =
                    "For administrators. Ends the person's sessions; other services accept their"
                            + " last access token until it expires.")
    @ApiResponse(responseCode = "204", description = "the account is not active")
    @ApiResponse(responseCode = "404", description = "user-not-found")
    @ApiResponse(responseCode = "409", description = "last-admin")
    ResponseEntity<?> deactivate(@PathVariable UUID id, Caller admin, Origin origin) {
        return answer(administering.deactivate(id, admin.id(), origin));
    }

    @DeleteMapping("/{id}/deactivation")
    @Operation(summary = "Let somebody in again", description = "For administrators.")
    @ApiResponse(responseCode = "204", description = "the account is active")
    @ApiResponse(responseCode = "404", description = "user-not-found")
    ResponseEntity<?> activate(@PathVariable UUID id, Caller admin, Origin origin) {
        return answer(administering.activate(id, admin.id(), origin));
    }

    private static ResponseEntity<?> answer(AdministrationOutcome outcome) {
        return switch (outcome) {
            case AdministrationOutcome.Done done -> ResponseEntity.noContent().build();
            case AdministrationOutcome.Refused refused ->
                    ResponseEntity.of(UserProblems.of(refused)).build();
        };
    }
}
