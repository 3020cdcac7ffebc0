package dev.bulkhead.auth.user;

import dev.bulkhead.auth.origin.Origin;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "people")
class RegistrationController {

    private final Registering registering;

    RegistrationController(Registering registering) {
        this.registering = registering;
    }

    @PostMapping("/api/auth/register")
    @Operation(summary = "Register", description = "For everybody. Log in afterwards.")
    @SecurityRequirements
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = UserResponse.class)))
    @ApiResponse(
            responseCode = "409",
            description = "email-taken or username-taken: somebody has it already")
    @ApiResponse(responseCode = "422", description = "validation-failed: names each field")
    ResponseEntity<?> register(@Valid @RequestBody RegistrationRequest request, Origin origin) {
        return switch (registering.register(request.registration(), origin)) {
            case RegistrationOutcome.Registered registered ->
                    ResponseEntity.created(URI.create("/api/auth/me"))
                            .body(UserResponse.of(registered.account()));
            case RegistrationOutcome.Taken taken ->
                    ResponseEntity.of(UserProblems.of(taken)).build();
            case RegistrationOutcome.PasswordRefused refused ->
                    ResponseEntity.of(UserProblems.passwordRefused("password", refused.objection()))
                            .build();
        };
    }

    record RegistrationRequest(
            @NotNull
                    @Pattern(
                            regexp = "[A-Za-z0-9][A-Za-z0-9._-]{2,31}",
                            message =
                                    "must have 3 to 32 letters, digits, dots, hyphens or"
                                            + " underscores and begin with a letter or digit")
                    String username,
            @NotNull
                    @Size(max = 254)
                    @Email(
                            regexp = "[^@\\p{Space}\\p{Cntrl}]+@[^@\\p{Space}\\p{Cntrl}]+",
                            message = "must be a well-formed e-mail address")
                    String email,
            @NotBlank
                    @Size(max = 100)
                    @Pattern(regexp = "\\P{Cc}*", message = "must not have control characters")
                    String name,
            @NotNull
                    @Size(max = 1000, message = "must have between 12 and 128 characters")
                    @Schema(format = "password", description = "12 to 128 characters of any kind")
                    String password) {

        Registering.Registration registration() {
            return new Registering.Registration(username, email, name.strip(), password);
        }

        @Override
        public String toString() {
            return "RegistrationRequest[" + username + "]";
        }
    }
}
