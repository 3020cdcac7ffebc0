package dev.bulkhead.provisioning.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class SideBySideTests {

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final CountDownLatch LOCKED = new CountDownLatch(1);
    private static final CountDownLatch INITIALIZING = new CountDownLatch(1);

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

    /** One has a lock that the class needs, one initializes it, and two wait for it. */
    @Test
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void goesOnWhereThreadsWaitForAClassToBeInitialized() {
        assertThat(SideBySide.map(List.of(0, 1, 2, 3), it -> it == 0 ? hold() : use()))
                .containsExactly(1, 1, 1, 1);
    }

    private static int hold() {
        LOCK.lock();
        try {
            LOCKED.countDown();
            INITIALIZING.await();
            TimeUnit.MILLISECONDS.sleep(300); // the others are waiting by then
            return 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            LOCK.unlock();
        }
    }

    private static int use() {
        try {
            LOCKED.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Needy.ONE;
    }

    private static final class Needy {

        static final int ONE = one();

        private static int one() {
            INITIALIZING.countDown();
            LOCK.lock();
            try {
                return 1;
            } finally {
                LOCK.unlock();
            }
        }
    }
}
