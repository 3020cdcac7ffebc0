package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passwords are replaced under a service that is busy and opens connections all the time. */
class RotationTests {

    private static final int ROTATIONS = 10;
    private static final int CALLERS = 4;
    private static final int SESSIONS_BETWEEN = 5;

    @TempDir static Path folder;
    static SamplePlatform platform;
    static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws IOException {
        platform = new SamplePlatform(folder);
        service =
                new SpringApplicationBuilder(DatabaseTests.SampleService.class)
                        .run(
                                platform.settings().entrySet().stream()
                                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        service.close();
        platform.close();
    }

    @Test
    void noRequestFailsWhilePasswordsAreReplaced() throws Exception {
        var over = new AtomicBoolean();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        Set<Integer> sessions = ConcurrentHashMap.newKeySet();
        var passwords = new HashSet<String>();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            threads.submit(() -> renewConnections(over));
            for (int i = 0; i < CALLERS; i++) {
                threads.submit(() -> call(over, sessions, failures));
            }
            try {
                for (int i = 0; i < ROTATIONS; i++) {
                    var before = sessions.size();
                    await().until(() -> sessions.size() >= before + SESSIONS_BETWEEN);
                    rotate();
                    passwords.add(platform.secrets.password("sample_user"));
                }
                var before = sessions.size();
                await().until(() -> sessions.size() >= before + SESSIONS_BETWEEN);
            } finally {
                over.set(true);
            }
        }

        assertThat(failures).isEmpty();
        assertThat(passwords).hasSize(ROTATIONS);
        assertThat(sessions).hasSizeGreaterThanOrEqualTo((ROTATIONS + 1) * SESSIONS_BETWEEN);
    }

    private static void rotate() {
        platform.provisioning.rotatePasswords(List.of("sample_user"), List.of(), _ -> {});
    }

    /** What max-lifetime does, only sooner. */
    private static void renewConnections(AtomicBoolean over) {
        var pool = (HikariDataSource) service.getBean(DataSource.class);
        while (!over.get()) {
            pool.getHikariPoolMXBean().softEvictConnections();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static void call(AtomicBoolean over, Set<Integer> sessions, Queue<Throwable> failures) {
        var jdbc = service.getBean(JdbcClient.class);
        while (!over.get()) {
            try {
                sessions.add(jdbc.sql("select pg_backend_pid()").query(Integer.class).single());
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }
}
