package dev.bulkhead.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.manifest.Backup.Compression;
import dev.bulkhead.provisioning.manifest.Backup.Repository;
import dev.bulkhead.provisioning.manifest.Backup.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupTests {

    @TempDir Path folder;

    @Test
    void isOffUnlessAskedFor() {
        assertThat(read("").backup()).isEmpty();
    }

    @Test
    void encryptsAndKeepsAWeekByDefault() {
        assertThat(read("backup: {}").backup())
                .contains(
                        new Backup(
                                new Repository.Directory(Optional.empty()),
                                true,
                                new Compression("zstd", Optional.empty()),
                                7,
                                new Schedule(LocalTime.of(3, 0), Duration.ofHours(1))));
    }

    @Test
    void readsEveryKey() {
        var backup =
                read(
                        """
                        backup:
                          repository:
                            type: s3
                            endpoint: s3.eu-central-1.amazonaws.com
                            bucket: bulkhead-backups
                            region: eu-central-1
                            path: /production
                            path_style: true
                            ca_file: ca.pem
                          encryption: false
                          compression: gzip
                          compression_level: 6
                          retention: {full: 2}
                          schedule: {full: 01:30, incremental: 15min}
                        """);

        assertThat(backup.backup())
                .contains(
                        new Backup(
                                new Repository.S3(
                                        "s3.eu-central-1.amazonaws.com",
                                        "bulkhead-backups",
                                        "eu-central-1",
                                        "/production",
                                        true,
                                        Optional.of(folder.resolve("ca.pem"))),
                                false,
                                new Compression("gzip", Optional.of(6)),
                                2,
                                new Schedule(LocalTime.of(1, 30), Duration.ofMinutes(15))));
    }

    @Test
    void findsAFolderBesideTheFile() {
        assertThat(read("backup: {repository: {type: directory, path: backups}}").backup())
                .map(Backup::repository)
                .contains(new Repository.Directory(Optional.of(folder.resolve("backups"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "encrypt: true | unknown key \"encrypt\" in \"backup\"; did you mean"
                        + " \"encryption\"?",
                "compression: rar | unknown compression \"rar\"; there are zstd, lz4, gzip, none",
                "compression_level: 23 | \"compression_level\" of \"backup\" must lie between 1 and"
                        + " 22, but is 23",
                "retention: {full: 0} | \"full\" of \"retention\" of the backup must lie between 1"
                        + " and 10000, but is 0",
                "schedule: {full: 25:00} | \"full\" in \"schedule\" of the backup must be a time of"
                        + " day (UTC) such as 03:00",
                "repository: {type: tape} | unknown type \"tape\" of repository; there are"
                        + " directory, s3",
                "repository: {type: directory, key: x} | unknown key \"key\" in \"repository\" of"
                        + " the backup; there are type, path",
            })
    void saysWhichLineIsWrong(String line, String reason) {
        assertThatExceptionOfType(InvalidManifest.class)
                .isThrownBy(() -> read("backup:\n  " + line))
                .withMessage("platform.yaml:8: " + reason);
    }

    @Test
    void wantsToKnowWhereABucketIs() {
        assertThatExceptionOfType(InvalidManifest.class)
                .isThrownBy(() -> read("backup: {repository: {type: s3}}"))
                .satisfies(it ->
                        assertThat(it.problems())
                                .extracting(Problem::reason)
                                .containsExactly(
                                        "\"repository\" of the backup lacks the key \"endpoint\"",
                                        "\"repository\" of the backup lacks the key \"bucket\"",
                                        "\"repository\" of the backup lacks the key \"region\""));
    }

    private Manifest read(String backup) {
        try {
            var file =
                    Files.writeString(
                            folder.resolve(Manifest.FILE_NAME),
                            """
                            platform: shop
                            server: {port: 5432}
                            services:
                              orders:
                                module: .
                                pool: 2
                            """
                                    + backup);
            return Manifest.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
