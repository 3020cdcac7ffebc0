package dev.bulkhead.payment.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/payment/webhooks")
@Tag(name = "webhooks", description = "News from the payment provider")
class WebhookController {

    private final ReceivingEvents receiving;

    WebhookController(ReceivingEvents receiving) {
        this.receiving = receiving;
    }

    @PostMapping(path = "/stripe", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Take a delivery; for Stripe, which signs it",
            description =
                    "Subscribe the endpoint to payment_intent.*, refund.* and charge.refunded. An"
                            + " event is applied once, however often and in whatever order it is"
                            + " delivered.")
    @SecurityRequirements
    void receive(
            @RequestHeader("Stripe-Signature") @Nullable String signature,
            @RequestBody byte[] payload) {
        receiving.receive(new String(payload, StandardCharsets.UTF_8), signature);
    }
}
