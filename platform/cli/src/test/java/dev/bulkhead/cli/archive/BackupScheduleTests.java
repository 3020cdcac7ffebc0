package dev.bulkhead.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.cli.archive.BackupSchedule.Due;
import dev.bulkhead.provisioning.manifest.Backup.Schedule;
import dev.bulkhead.toolbox.archive.ServerBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupScheduleTests {

    static final BackupSchedule NIGHTLY_AND_HOURLY =
            new BackupSchedule(new Schedule(LocalTime.of(3, 0), Duration.ofHours(1)));

    @Test
    void beginsWithAFullOne() {
        var now = Instant.parse("2026-11-21T10:00:00Z");

        assertThat(next(List.of(), now)).isEqualTo(new Due("postgres", now, true));
    }

    @Test
    void addsAnIncrementAnHourAfterTheLast() {
        assertThat(
                        next(
                                List.of(
                                        taken("full", "2026-11-21T03:00:00Z"),
                                        taken("incr", "2026-11-21T09:40:00Z")),
                                Instant.parse("2026-11-21T10:00:00Z")))
                .isEqualTo(new Due("postgres", Instant.parse("2026-11-21T10:40:00Z"), false));
    }

    @Test
    void takesAFullOneEachNight() {
        assertThat(
                        next(
                                List.of(
                                        taken("full", "2026-11-21T03:00:00Z"),
                                        taken("incr", "2026-11-22T02:30:00Z")),
                                Instant.parse("2026-11-22T02:40:00Z")))
                .isEqualTo(new Due("postgres", Instant.parse("2026-11-22T03:00:00Z"), true));
    }

    @Test
    void makesUpOnceForWhatWasMissed() {
        var now = Instant.parse("2026-11-25T12:00:00Z");

        assertThat(next(List.of(taken("full", "2026-11-21T03:00:00Z")), now))
                .isEqualTo(new Due("postgres", now, true));
        assertThat(next(List.of(taken("full", "2026-11-25T12:00:00Z")), now))
                .isEqualTo(new Due("postgres", Instant.parse("2026-11-25T13:00:00Z"), false));
    }

    private static Due next(List<ServerBackup> taken, Instant now) {
        return NIGHTLY_AND_HOURLY.next("postgres", taken, now);
    }

    private static ServerBackup taken(String type, String at) {
        var moment = Instant.parse(at);
        return new ServerBackup(
                "postgres", at, type, moment, moment, 1, 1, "", "", false, Optional.empty());
    }
}
