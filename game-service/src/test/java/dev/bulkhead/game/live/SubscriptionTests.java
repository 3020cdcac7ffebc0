package dev.bulkhead.game.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.GameStates;
import dev.bulkhead.game.quiz.GameStatus;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionTests {

    final Subscription subscription =
            new Subscription(
                    new PlayerId(UUID.randomUUID()), LiveEventTests.state(GameStatus.WAITING, 5));

    @Test
    void keepsTheLatestStateOnly() throws InterruptedException {
        var sixth = LiveEventTests.state(GameStatus.ASKING, 6);
        var seventh = LiveEventTests.state(GameStatus.ASKING, 7);
        subscription.offer(sixth);
        subscription.offer(seventh);
        subscription.offer(sixth);

        assertThat(subscription.await(Duration.ofSeconds(1))).isSameAs(seventh);
        assertThat(subscription.await(Duration.ofMillis(1))).isNull();
    }

    @Test
    void takesNoStateTwice() throws InterruptedException {
        subscription.offer(LiveEventTests.state(GameStatus.WAITING, 5));

        assertThat(subscription.await(Duration.ofMillis(1))).isNull();
    }

    @Test
    void wakesWhoWaitsWhenItIsClosed() throws InterruptedException {
        var closer = Thread.ofVirtual().start(subscription::close);

        assertThat(subscription.await(Duration.ofMinutes(1))).isNull();
        closer.join();
        assertThat(subscription.closed()).isTrue();
    }

    @Test
    void asksTheDatabaseNothingWhileNobodyListens() {
        GameStates none = null;
        var rules = new StreamRules(Duration.ofSeconds(1), Duration.ofSeconds(1), 1);

        assertThatCode(() -> new Subscriptions(none, rules).poll()).doesNotThrowAnyException();
    }
}
