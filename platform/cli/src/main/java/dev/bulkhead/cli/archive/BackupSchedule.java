package dev.bulkhead.cli.archive;

import dev.bulkhead.provisioning.manifest.Backup.Schedule;
import dev.bulkhead.toolbox.archive.ServerBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Which backup is due next: what was missed meanwhile is due at once, and only once. */
record BackupSchedule(Schedule schedule) {

    /**
     * @param full whether everything is copied
     */
    record Due(String server, Instant at, boolean full) {}

    /**
     * @param taken every backup of the server, oldest first
     */
    Due next(String server, List<ServerBackup> taken, Instant now) {
        var lastFull =
                taken.stream()
                        .filter(it -> it.type().equals("full"))
                        .map(ServerBackup::start)
                        .reduce((_, last) -> last);
        if (lastFull.isEmpty()) {
            return new Due(server, now, true);
        }
        var full = fullAfter(lastFull.get());
        var increment = taken.getLast().start().plus(schedule.incremental());
        return full.isAfter(increment) && full.isAfter(now)
                ? new Due(server, later(increment, now), false)
                : new Due(server, later(full, now), true);
    }

    private Instant fullAfter(Instant last) {
        var sameDay =
                LocalDateTime.ofInstant(last, ZoneOffset.UTC)
                        .toLocalDate()
                        .atTime(schedule.full())
                        .toInstant(ZoneOffset.UTC);
        return sameDay.isAfter(last) ? sameDay : sameDay.plus(Duration.ofDays(1));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
