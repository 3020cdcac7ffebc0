package dev.bulkhead.auth.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import dev.bulkhead.shared.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/clients")
@Tag(name = "clients")
class ClientController {

    private final Clients clients;
    private final RegisteringClients registering;

    ClientController(Clients clients, RegisteringClients registering) {
        this.clients = clients;
        this.registering = registering;
    }

    @PostMapping
    @Operation(
            summary = "Register a program that signs in as itself",
            description =
                    "For administrators. The answer holds the client's secret, which is shown this"
                            + " once; with it the program gets tokens from"
                            + " /api/auth/oauth2/token (grant client_credentials).")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ClientResponse.class)))
    @ApiResponse(responseCode = "409", description = "client-id-taken")
    @ApiResponse(responseCode = "422", description = "validation-failed: names each field")
    ResponseEntity<?> register(
            @Valid @RequestBody ClientRequest request, Caller admin, Origin origin) {
        return switch (registering.register(
                request.clientId(), request.name().strip(), request.scopes(), admin.id(), origin)) {
            case ClientOutcome.Registered registered ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .cacheControl(CacheControl.noStore())
                            .body(ClientResponse.of(registered));
            case ClientOutcome.Taken taken ->
                    ResponseEntity.of(
                                    Problems.of(
                                            HttpStatus.CONFLICT,
                                            "client-id-taken",
                                            "Another client has this id already."))
                            .build();
        };
    }

    @GetMapping
    @Operation(
            summary = "All clients, in the order they were registered",
            description = "For administrators.")
    Page<ClientResponse> list(PageQuery page) {
        return clients.page(page).map(ClientResponse::of);
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary = "Turn a client away",
            description = "For administrators. Its last token stays good until it expires.")
    @ApiResponse(responseCode = "204", description = "it gets no more tokens")
    @ApiResponse(responseCode = "404", description = "client-not-found")
    ResponseEntity<?> remove(@PathVariable UUID id, Caller admin, Origin origin) {
        return registering.remove(id, admin.id(), origin)
                ? ResponseEntity.noContent().build()
                : ResponseEntity.of(
                                Problems.of(
                                        HttpStatus.NOT_FOUND,
                                        "client-not-found",
                                        "There is no such client."))
                        .build();
    }

    record ClientRequest(
            @NotNull
                    @Pattern(
                            regexp = "[a-z][a-z0-9-]{2,62}",
                            message =
                                    "must have 3 to 63 lower case letters, digits or hyphens and"
                                            + " begin with a letter")
                    String clientId,
            @NotBlank @Size(max = 100) String name,
            @NotEmpty @Size(max = 20)
                    List<
                                    @NotNull
                                    @Pattern(
                                            regexp = "[a-z][a-z0-9:._-]{0,62}",
                                            message =
                                                    "must have 1 to 63 lower case letters, digits,"
                                                            + " colons, dots, hyphens or"
                                                            + " underscores and begin with a"
                                                            + " letter")
                                    String>
                            scopes) {}

    /**
     * @param clientSecret only in the answer to the registration
     */
    record ClientResponse(
            UUID id,
            String clientId,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientSecret,
            String name,
            List<String> scopes,
            Instant createdAt) {

        static ClientResponse of(Client it) {
            return new ClientResponse(
                    it.id(), it.clientId(), null, it.name(), it.scopes(), it.createdAt());
        }

        static ClientResponse of(ClientOutcome.Registered registered) {
            var it = registered.client();
            return new ClientResponse(
                    it.id(),
                    it.clientId(),
                    registered.secret().value(),
                    it.name(),
                    it.scopes(),
                    it.createdAt());
        }

        @Override
        public String toString() {
            return "ClientResponse[" + clientId + "]";
        }
    }
}
