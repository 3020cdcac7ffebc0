package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.simulator.StripeSimulator;
import dev.bulkhead.testing.ServiceTest;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The service as in production, with the simulator for Stripe. */
@ServiceTest("payment")
public abstract class PaymentServiceTest {

    @Autowired protected RestTestClient client;
    @Autowired protected Tokens tokens;
    @Autowired protected TestDatabase db;
    @Autowired protected StripeSimulator stripe;

    protected Shop shop;

    @BeforeEach
    void openShop() {
        shop = new Shop(client, db);
    }

    /** No webhook of one test arrives in the next. */
    @AfterEach
    void letStripeComeToRest() throws InterruptedException {
        stripe.heal();
        stripe.deliveries().reset();
        assertThat(stripe.deliveries().awaitQuiet(Duration.ofSeconds(20))).isTrue();
    }
}
