package dev.bulkhead.game.live;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.GameState;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One open stream, as the side that feeds it sees it. It holds one state, the latest: whatever a
 * slow client has not been told, the next state still tells, so that it costs no memory.
 */
class Subscription {

    private final UUID game;
    private final PlayerId player;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private @Nullable GameState latest;
    private long offered;
    private boolean closed;

    /**
     * @param state what the client is told first
     */
    Subscription(PlayerId player, GameState state) {
        this.game = state.id();
        this.player = player;
        this.offered = state.lastEvent();
    }

    /** Hands over a state; one that is not newer is dropped. */
    void offer(GameState state) {
        lock.lock();
        try {
            if (state.lastEvent() > offered) {
                offered = state.lastEvent();
                latest = state;
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next state; null if none came in this time, or the subscription was closed. */
    @Nullable GameState await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (latest == null && !closed && left > 0) {
                left = news.awaitNanos(left);
            }
            var state = latest;
            latest = null;
            return state;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    long offered() {
        lock.lock();
        try {
            return offered;
        } finally {
            lock.unlock();
        }
    }

    UUID game() {
        return game;
    }

    PlayerId player() {
        return player;
    }
}
