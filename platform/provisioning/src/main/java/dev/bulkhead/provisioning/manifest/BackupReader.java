package dev.bulkhead.provisioning.manifest;

import dev.bulkhead.provisioning.manifest.Backup.Compression;
import dev.bulkhead.provisioning.manifest.Backup.Repository;
import dev.bulkhead.provisioning.manifest.Backup.Schedule;
import dev.bulkhead.provisioning.manifest.ManifestReader.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the section {@code backup} of a manifest. */
class BackupReader {

    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");
    private static final Pattern ENDPOINT =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[1-9][0-9]{0,4})?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{1,61}[a-z0-9])");
    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62})");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]*");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,3})(m|min|h)");

    /** The levels that pgBackRest knows for each type. */
    private static final Map<String, int[]> LEVELS =
            Map.of(
                    "zstd", new int[] {1, 22},
                    "lz4", new int[] {1, 12},
                    "gzip", new int[] {1, 9},
                    "none", new int[] {0, 0});

    private static final int FULLS = 7;
    private static final LocalTime AT_NIGHT = LocalTime.of(3, 0);

    private final Path folder;
    private final Problems problems;

    /**
     * @param folder where relative paths begin
     */
    BackupReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    Backup read(Section section) {
        section.allow(
                "repository",
                "encryption",
                "compression",
                "compression_level",
                "retention",
                "schedule");
        return new Backup(
                section.has("repository")
                        ? section.section("repository", "\"repository\" of the backup")
                                .map(this::repository)
                                .orElse(new Repository.Directory(Optional.empty()))
                        : new Repository.Directory(Optional.empty()),
                !section.has("encryption") || section.flag("encryption"),
                compression(section),
                section.has("retention")
                        ? section.section("retention", "\"retention\" of the backup")
                                .map(this::fulls)
                                .orElse(FULLS)
                        : FULLS,
                section.has("schedule")
                        ? section.section("schedule", "\"schedule\" of the backup")
                                .map(this::schedule)
                                .orElse(new Schedule(AT_NIGHT, Duration.ofHours(1)))
                        : new Schedule(AT_NIGHT, Duration.ofHours(1)));
    }

    private Repository repository(Section section) {
        var type = section.text("type", "directory", WORD, "directory or s3");
        return switch (type) {
            case "directory" -> {
                section.allow("type", "path");
                yield new Repository.Directory(path(section, "path", "a folder"));
            }
            case "s3" -> {
                section.allow(
                        "type", "endpoint", "bucket", "region", "path", "path_style", "ca_file");
                yield new Repository.S3(
                        section.text(
                                "endpoint",
                                "",
                                ENDPOINT,
                                "a host such as s3.eu-central-1.amazonaws.com, with a port if it"
                                        + " is not 443"),
                        section.text("bucket", "", BUCKET, "the name of a bucket"),
                        section.text("region", "", REGION, "a region such as eu-central-1"),
                        section.has("path")
                                ? section.text("path", "/", PATH, "a path such as /bulkhead")
                                : "/",
                        section.flag("path_style"),
                        path(section, "ca_file", "a file"));
            }
            default -> {
                problems.add(
                        section.line("type"),
                        "unknown type \"%s\" of repository; there are directory, s3"
                                .formatted(type));
                yield new Repository.Directory(Optional.empty());
            }
        };
    }

    private Optional<Path> path(Section section, String key, String description) {
        if (!section.has(key)) {
            return Optional.empty();
        }
        var text = section.text(key, "", null, description);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(folder.resolve(text).toAbsolutePath().normalize());
    }

    private Compression compression(Section section) {
        var type =
                section.has("compression")
                        ? section.text("compression", "zstd", WORD, "zstd, lz4, gzip or none")
                        : "zstd";
        var range = LEVELS.get(type);
        if (range == null) {
            problems.add(
                    section.line("compression"),
                    "unknown compression \"%s\"; there are zstd, lz4, gzip, none".formatted(type));
            return new Compression("zstd", Optional.empty());
        }
        if (!section.has("compression_level")) {
            return new Compression(type, Optional.empty());
        }
        if (type.equals("none")) {
            problems.add(
                    section.line("compression_level"),
                    "\"compression_level\" means nothing without compression");
            return new Compression(type, Optional.empty());
        }
        return new Compression(
                type,
                Optional.of(section.number("compression_level", range[0], range[0], range[1])));
    }

    private int fulls(Section section) {
        section.allow("full");
        return section.required("full") ? section.number("full", FULLS, 1, 10_000) : FULLS;
    }

    private Schedule schedule(Section section) {
        section.allow("full", "incremental");
        var full =
                section.has("full")
                        ? section.match("full", TIME, "a time of day (UTC) such as 03:00")
                        : null;
        var incremental =
                section.has("incremental")
                        ? section.match("incremental", SPAN, "a time span such as 1h or 30min")
                        : null;
        return new Schedule(
                full == null ? AT_NIGHT : LocalTime.parse(full),
                incremental == null ? Duration.ofHours(1) : span(incremental));
    }

    private static Duration span(String text) {
        var match = SPAN.matcher(text);
        match.matches();
        var count = Integer.parseInt(match.group(1));
        return match.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofMinutes(count);
    }
}
