package dev.bulkhead.auth.client;

import dev.bulkhead.auth.token.Issuer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where to find what, for programs that know nothing but the issuer (OpenID Connect Discovery 1.0,
 * RFC 8414).
 *
 * <p>Written here because Spring Authorization Server's own document does not fit: it is served
 * below an issuer with a path only if any issuer is allowed, and it cannot leave out the
 * authorization endpoint, which does not exist. RFC 8414 lets it be left out where no grant uses
 * it; OpenID Connect would require it, so no OpenID sign-in is promised here, only the keys.
 */
@RestController
@Tag(name = "clients")
class DiscoveryController {

    private final Map<String, Object> document = new LinkedHashMap<>();

    DiscoveryController(Issuer issuer) {
        var origin = URI.create(issuer.url()).resolve("/").toString().replaceFirst("/$", "");
        var authentication = List.of("client_secret_basic", "client_secret_post");
        document.put("issuer", issuer.url());
        document.put("jwks_uri", origin + AuthorizationServer.KEY_SET_ENDPOINT);
        document.put("token_endpoint", origin + AuthorizationServer.TOKEN_ENDPOINT);
        document.put("token_endpoint_auth_methods_supported", authentication);
        document.put("grant_types_supported", List.of("client_credentials"));
        document.put("response_types_supported", List.of()); // required, and there are none
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put(
                "claims_supported",
                List.of(
                        "iss",
                        "sub",
                        "aud",
                        "iat",
                        "exp",
                        "jti",
                        "sid",
                        "username",
                        "name",
                        "email",
                        "email_verified",
                        "roles",
                        "scope"));
    }

    @GetMapping("/api/auth/.well-known/openid-configuration")
    @Operation(summary = "The discovery document", description = "For everybody.")
    @SecurityRequirements
    Map<String, Object> document() {
        return document;
    }
}
