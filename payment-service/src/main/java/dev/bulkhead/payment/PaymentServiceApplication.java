package dev.bulkhead.payment;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.bulkhead.shared.web.AccessRules;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
class PaymentServiceApplication {

    static void main(String[] args) {
        SpringApplication.run(PaymentServiceApplication.class, args);
    }

    /** Everything not named here needs a user's token; whose order it is, the features check. */
    @Bean
    AccessRules access() {
        return rules -> {
            rules.requestMatchers(GET, "/api/payment/products", "/api/payment/products/*")
                    .permitAll();
            rules.requestMatchers(POST, "/api/payment/products").hasRole("ADMIN");
            rules.requestMatchers(PUT, "/api/payment/products/*").hasRole("ADMIN");
            rules.requestMatchers(DELETE, "/api/payment/products/*").hasRole("ADMIN");
            // Authenticated by its signature.
            rules.requestMatchers(POST, "/api/payment/webhooks/stripe").permitAll();
        };
    }
}
