package dev.bulkhead.auth.token;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Who issues the tokens, as everybody outside knows it.
 *
 * @param url the claim iss, and where the discovery document is found: the gateway's address
 */
@ConfigurationProperties("bulkhead")
public record Issuer(@Name("issuer") @DefaultValue("http://localhost:8080/api/auth") String url) {

    /** Whom the tokens are for: the claim aud. */
    public static final String AUDIENCE = "bulkhead";

    public Issuer {
        if (!URI.create(url).isAbsolute() || url.endsWith("/")) {
            throw new IllegalArgumentException(
                    "bulkhead.issuer must be an absolute URL without a slash at its end, but was "
                            + url);
        }
    }
}
