package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenApiTests extends PaymentServiceTest {

    @Test
    void describesEveryEndpointToEverybody() {
        var document = shop.get("/api/payment/openapi", null).is(200).json();

        assertThat(document.path("paths").propertyNames())
                .contains(
                        "/api/payment/products",
                        "/api/payment/products/{idOrSku}",
                        "/api/payment/products/{id}",
                        "/api/payment/orders",
                        "/api/payment/orders/{id}",
                        "/api/payment/orders/{id}/cancel",
                        "/api/payment/orders/{id}/payment",
                        "/api/payment/orders/{id}/refunds",
                        "/api/payment/webhooks/stripe");
        for (var path : document.path("paths")) {
            var post = path.path("post");
            if (!post.isMissingNode()) {
                var names = post.path("parameters").findValuesAsString("name");
                assertThat(names.contains("Idempotency-Key"))
                        .as(post.path("summary").asString())
                        .isEqualTo(
                                post.path("tags")
                                        .toString()
                                        .matches(".*(orders|payments|refunds).*"));
            }
        }
    }
}
