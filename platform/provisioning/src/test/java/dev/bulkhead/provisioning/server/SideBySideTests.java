package dev.bulkhead.provisioning.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideBySideTests {

    @Test
    void worksOnSeveralAtOnceAndAnswersInTheirOrder() {
        var together = new CountDownLatch(2);

        var answers =
                SideBySide.map(
                        List.of("auth", "game"),
                        name -> {
                            together.countDown();
                            try {
                                return name + together.await(10, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        assertThat(answers).containsExactly("authtrue", "gametrue");
    }

    @Test
    void neverOpensMoreThanFourSessions() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();

        SideBySide.map(
                IntStream.range(0, 64).boxed().toList(),
                _ -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.yield();
                    return now.decrementAndGet();
                });

        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void endsTheOthersBeforeItTellsOfAFailure() {
        var done = new AtomicInteger();

        assertThatThrownBy(() ->
                        SideBySide.map(
                                List.of(0, 1, 2),
                                it -> {
                                    if (it == 0) {
                                        throw new ProvisioningFailed("no such database");
                                    }
                                    return done.incrementAndGet();
                                }))
                .isInstanceOf(ProvisioningFailed.class)
                .hasMessage("no such database");
        assertThat(done).hasValue(2);
    }
}
