package dev.bulkhead.shared.web;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/** Says who may call what. Whatever a service's rules do not name needs the role USER. */
@FunctionalInterface
public interface AccessRules {

    /** Adds rules; the first that matches a request decides. */
    void declare(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
                    rules);
}
