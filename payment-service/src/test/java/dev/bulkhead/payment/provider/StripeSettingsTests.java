package dev.bulkhead.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class StripeSettingsTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @TempDir Path folder;

    @Test
    void refusesAKeyWithoutAWebhookSecret() {
        runner.withPropertyValues("bulkhead.payment.stripe.api-key=sk_test_1")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining(
                                        "A Stripe key is set (STRIPE_API_KEY) but no"
                                                + " webhook secret: set"
                                                + " STRIPE_WEBHOOK_SECRET"));
    }

    @Test
    void needsNoKeyAtAll() {
        runner.withPropertyValues(
                        "bulkhead.payment.stripe.api-key=",
                        "bulkhead.payment.stripe.webhook-secret=")
                .run(context ->
                        assertThat(context.getBean(StripeSettings.class).access()).isEmpty());
    }

    @Test
    void readsSecretsFromFiles() throws IOException {
        var key = Files.writeString(folder.resolve("key"), "sk_test_1\n");
        var secret = Files.writeString(folder.resolve("secret"), "whsec_1\n");
        runner.withPropertyValues(
                        "bulkhead.payment.stripe.api-key-file=" + key,
                        "bulkhead.payment.stripe.webhook-secret-file=" + secret)
                .run(context -> {
                    var settings = context.getBean(StripeSettings.class);
                    assertThat(settings.access())
                            .hasValueSatisfying(it -> {
                                assertThat(it.apiKey()).isEqualTo("sk_test_1");
                                assertThat(it.webhookSecret()).isEqualTo("whsec_1");
                                assertThat(it.apiBase()).hasToString("https://api.stripe.com");
                            });
                    assertThat(settings.toString() + settings.access())
                            .doesNotContain("sk_test_1", "whsec_1");
                });
    }

    @Test
    void tellsWhichFileIsMissing() {
        runner.withPropertyValues(
                        "bulkhead.payment.stripe.api-key-file=" + folder.resolve("nowhere"))
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasStackTraceContaining(
                                        "bulkhead.payment.stripe.api-key-file cannot be"
                                                + " read"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(StripeSettings.class)
    static class Properties {}
}
