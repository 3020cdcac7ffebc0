package dev.bulkhead.cli.backup;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.toolbox.backup.Backup;
import dev.bulkhead.toolbox.backup.Progress;
import dev.bulkhead.toolbox.backup.StoredBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Backups for people and for scripts. */
record BackupTable(Checkout checkout, List<StoredBackup> backups) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    String table(Instant now) {
        var grid =
                Grid.under(
                        "SERVICE", "TAKEN", "AGE", "SIZE", "ROWS", "MIGRATION", "VERIFIED", "FILE");
        for (var it : backups) {
            var backup = it.backup();
            grid.row(
                    backup.service(),
                    second(backup.taken()),
                    age(Duration.between(backup.taken(), now)),
                    Progress.bytes(backup.bytes()),
                    String.valueOf(backup.rows()),
                    backup.migration().isEmpty() ? "-" : backup.migration(),
                    second(backup.verified()),
                    checkout.shown(it.file()));
        }
        return grid.toString();
    }

    /** A path as a script wants it. */
    private record Listed(String file, Backup backup) {}

    /** Everything that is known of each, and where it lies. */
    String json() {
        return JSON.writeValueAsString(
                backups.stream().map(it -> new Listed(it.file().toString(), it.backup())).toList());
    }

    static String second(@Nullable Instant moment) {
        return moment == null
                ? "-"
                : Objects.requireNonNull(moment)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace("T", " ");
    }

    private static String age(Duration age) {
        if (age.toHours() < 1) {
            return Math.max(0, age.toMinutes()) + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
    }
}
