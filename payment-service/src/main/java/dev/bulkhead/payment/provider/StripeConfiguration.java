package dev.bulkhead.payment.provider;

import com.stripe.StripeClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StripeConfiguration {

    private static final Logger log = LoggerFactory.getLogger(StripeConfiguration.class);

    @Bean
    StripeAccess stripeAccess(StripeSettings settings, StripeStandIn standIn) {
        var access = settings.access().orElseGet(standIn::start);
        log.info("Payments go to {}", access.apiBase());
        return access;
    }

    @Bean
    PaymentProvider paymentProvider(StripeAccess access, StripeSettings settings) {
        return new StripeProvider(
                StripeClient.builder()
                        .setApiKey(access.apiKey())
                        .setApiBase(access.apiBase().toString())
                        .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                        .setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()))
                        .setMaxNetworkRetries(settings.retries())
                        .build());
    }

    @Bean
    ProviderEvents providerEvents(StripeAccess access, StripeSettings settings) {
        return new StripeEvents(access.webhookSecret(), settings.webhookTolerance());
    }
}
