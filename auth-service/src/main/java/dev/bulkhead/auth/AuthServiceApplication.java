package dev.bulkhead.auth;

import dev.bulkhead.shared.web.AccessRules;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
class AuthServiceApplication {

    static void main(String[] args) {
        SpringApplication.run(AuthServiceApplication.class, args);
    }

    /** Who may call what; whatever is not named here needs a signed-in person. */
    @Bean
    AccessRules access() {
        return rules ->
                rules.requestMatchers(
                                HttpMethod.POST,
                                "/api/auth/register",
                                "/api/auth/login",
                                "/api/auth/refresh",
                                "/api/auth/logout")
                        .permitAll()
                        .requestMatchers(
                                HttpMethod.GET, "/api/auth/.well-known/openid-configuration")
                        .permitAll()
                        .requestMatchers(
                                "/api/auth/users/**",
                                "/api/auth/clients/**",
                                "/api/auth/keys/**",
                                "/api/auth/audit/**")
                        .hasRole("ADMIN");
    }
}
