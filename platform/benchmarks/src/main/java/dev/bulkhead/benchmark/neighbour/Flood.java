package dev.bulkhead.benchmark.neighbour;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One user opens every connection it gets and, when it gets no more, goes on asking, 20 times a
 * second. It ends with the object.
 */
final class Flood implements AutoCloseable {

    private static final int PAUSE_MILLIS = 50;
    private static final int MOST = 500;
    private static final int FILLING_SECONDS = 30;

    /** About a tenth of a second on an idle core. */
    private static final String WORK =
            "select count(*) from generate_series(1, 400000) n where n % 7 = 3";

    /** What it does with what it has got. */
    enum Mode {
        NONE("none"),
        HOLD("holds all it gets"),
        WORK("computes on all it gets");

        private final String words;

        Mode(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What it had at once at most, and how often it was turned away. */
    record Report(int taken, int refused) {

        String words() {
            return "%d, refused %d times".formatted(taken, refused);
        }
    }

    private final Target target;
    private final Mode mode;
    private final List<Connection> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch full = new CountDownLatch(1);
    private volatile boolean over;

    private Flood(Target target, Mode mode) {
        this.target = target;
        this.mode = mode;
    }

    /** Returns when it has been turned away for the first time: there is no more to get. */
    static Flood start(Target target, Mode mode) throws InterruptedException {
        var flood = new Flood(target, mode);
        if (mode != Mode.NONE) {
            flood.threads.submit(flood::open);
            flood.full.await(FILLING_SECONDS, TimeUnit.SECONDS);
        }
        return flood;
    }

    private void open() {
        while (!over) {
            try {
                if (taken.size() < MOST) {
                    var connection = target.connect();
                    taken.add(connection);
                    if (mode == Mode.WORK) {
                        threads.submit(() -> work(connection));
                    }
                    continue;
                }
            } catch (SQLException e) {
                refused.incrementAndGet();
                full.countDown();
            }
            pause();
        }
    }

    private void work(Connection connection) {
        try (var statement = connection.createStatement()) {
            while (!over) {
                statement.execute(WORK);
            }
        } catch (SQLException e) {
            taken.remove(connection);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            over = true;
        }
    }

    Report report() {
        return new Report(taken.size(), refused.get());
    }

    @Override
    public void close() {
        over = true;
        threads.close();
        for (var it : taken) {
            try {
                it.close();
            } catch (SQLException e) {
                // the server has ended it
            }
        }
    }
}
