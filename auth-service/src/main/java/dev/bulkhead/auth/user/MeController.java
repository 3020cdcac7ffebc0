package dev.bulkhead.auth.user;

import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.shared.web.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/me")
@Tag(name = "people")
class MeController {

    private final Users users;
    private final ChangingPasswords changing;

    MeController(Users users, ChangingPasswords changing) {
        this.users = users;
        this.changing = changing;
    }

    @GetMapping
    @Operation(summary = "Who I am", description = "For everybody who is signed in.")
    UserResponse me(Caller caller) {
        return UserResponse.of(users.require(caller.id()));
    }

    @PutMapping("/password")
    @Operation(
            summary = "Change my password",
            description = "For everybody who is signed in. Ends my other sessions.")
    @ApiResponse(responseCode = "204", description = "changed")
    @ApiResponse(responseCode = "403", description = "wrong-password")
    @ApiResponse(responseCode = "422", description = "validation-failed: names each field")
    @ApiResponse(responseCode = "429", description = "too-many-attempts: see Retry-After")
    ResponseEntity<?> changePassword(
            @Valid @RequestBody PasswordRequest request, Caller caller, Origin origin) {
        return switch (changing.change(
                caller.id(),
                caller.session(),
                request.currentPassword(),
                request.newPassword(),
                origin)) {
            case PasswordChange.Changed changed -> ResponseEntity.noContent().build();
            case PasswordChange.Refused refused ->
                    ResponseEntity.of(UserProblems.of(refused)).build();
        };
    }

    record PasswordRequest(
            @NotBlank @Size(max = 1000) String currentPassword,
            @NotNull @Size(max = 1000, message = "must have between 12 and 128 characters")
                    String newPassword) {

        @Override
        public String toString() {
            return "PasswordRequest[]";
        }
    }
}
