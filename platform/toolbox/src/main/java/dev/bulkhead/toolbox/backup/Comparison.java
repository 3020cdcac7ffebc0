package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Holds restored tables against what a backup says must be in them. */
final class Comparison {

    private Comparison() {}

    /**
     * @param place where the tables were restored
     * @return what differs, a sentence each; nothing if all is as it was
     */
    static List<String> of(
            Connection connection, Backup backup, ServiceDatabase place, Progress progress)
            throws SQLException {
        var differences = new ArrayList<String>();
        var belongings = new Belongings(place);
        var found = new TreeSet<String>();
        belongings.tables(connection).forEach(it -> found.add(it.name()));
        var checksums = new Checksums(connection);
        var done = 0;
        for (var wanted : backup.tables()) {
            progress.at(
                    "comparing %s, %d of %d tables done"
                            .formatted(wanted.table(), done++, backup.tables().size()));
            if (!found.remove(wanted.name())) {
                differences.add("%s is missing".formatted(wanted.table()));
                continue;
            }
            var actual = checksums.of(place.schema(), wanted.name());
            if (actual.rows() != wanted.rows()) {
                differences.add(
                        "%s has %d rows and had %d"
                                .formatted(wanted.table(), actual.rows(), wanted.rows()));
            } else if (!actual.checksum().equals(wanted.checksum())) {
                differences.add(
                        "%s has other values in its %d rows"
                                .formatted(wanted.table(), wanted.rows()));
            }
        }
        found.forEach(it -> differences.add("%s.%s was not there".formatted(backup.schema(), it)));
        var sequences = belongings.sequences(connection);
        backup.sequences()
                .forEach((name, value) -> {
                    // a sequence may have counted on while the rows were read, never back
                    if (sequences.getOrDefault(name, Long.MIN_VALUE) < value) {
                        differences.add(
                                "sequence %s.%s is behind %d"
                                        .formatted(backup.schema(), name, value));
                    }
                });
        return differences;
    }
}
