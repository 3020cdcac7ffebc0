package dev.bulkhead.shared.db;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where writers wait while the database moves. */
class WriteGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Duration patience;
    private boolean shut;
    private int passing;

    /**
     * @param patience how long a writer waits before it is refused
     */
    WriteGate(Duration patience) {
        this.patience = patience;
    }

    /** Returns when writing is possible; {@link #passed} must follow. */
    void pass() throws SQLTransientConnectionException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (shut) {
                if (left <= 0) {
                    throw new SQLTransientConnectionException(
                            "The database is being moved and takes no writes; waited %d s"
                                    .formatted(patience.toSeconds()));
                }
                left = changed.awaitNanos(left);
            }
            passing++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while the database moved", e);
        } finally {
            lock.unlock();
        }
    }

    /** The writer has its connection, or has given up. */
    void passed() {
        lock.lock();
        try {
            passing--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps new writers waiting. Afterwards none is on its way to a connection.
     *
     * @return false when some still were at the end of {@code limit}
     */
    boolean shut(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            shut = true;
            var left = limit.toNanos();
            while (passing > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return passing == 0;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isShut() {
        lock.lock();
        try {
            return shut;
        } finally {
            lock.unlock();
        }
    }
}
