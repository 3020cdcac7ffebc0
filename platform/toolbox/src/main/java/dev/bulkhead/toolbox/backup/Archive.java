package dev.bulkhead.toolbox.backup;

import dev.bulkhead.toolbox.program.Login;
import dev.bulkhead.toolbox.program.Program;
import dev.bulkhead.toolbox.program.ProgramFailed;
import dev.bulkhead.toolbox.program.ProgramRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A dump as {@code pg_restore} sees it.
 *
 * @param restore which {@code pg_restore}
 */
record Archive(StoredBackup stored, Program restore) {

    /** Newer programs always set this, and older servers do not know it. */
    private static final String NEW_SETTING = "transaction_timeout";

    private static final int NEW_SETTING_SINCE = 17;

    private static final Pattern SCHEMA =
            Pattern.compile("\\d+; \\d+ \\d+ (SCHEMA|COMMENT) - (SCHEMA )?.*");

    /** What on the rung prefix cannot be told apart when a dump is made, because it is no table. */
    private static final Pattern NO_TABLE =
            Pattern.compile(
                    "\\d+; \\d+ \\d+ (?:COMMENT \\S+ )?(?:FUNCTION|PROCEDURE|AGGREGATE|TYPE|DOMAIN)"
                            + " (?:%s )?(\\S+).*");

    /**
     * Its table of contents.
     *
     * @throws BackupFailed if it cannot be read
     */
    List<String> contents() {
        try {
            return restore.with(List.of("--list", file())).run().lines().toList();
        } catch (ProgramFailed e) {
            throw new BackupFailed("%s is damaged: %s".formatted(stored.file(), e.getMessage()), e);
        }
    }

    /** The service's own entries, without the schemas, which are made before. */
    private Path selection(PrivateFolder folder) {
        var backup = stored.backup();
        var noTable = Pattern.compile(NO_TABLE.pattern().formatted(Pattern.quote(backup.schema())));
        return folder.write(
                "contents",
                contents().stream()
                        .filter(it -> !SCHEMA.matcher(it).matches())
                        .filter(it -> {
                            var found = noTable.matcher(it);
                            return !found.matches() || found.group(1).startsWith(backup.prefix());
                        })
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Fills a database in which the schemas are, and nothing in them. */
    void into(Login login, int jobs, int serverMajor, ProgressOfRestore progress) {
        var complaints = new ArrayList<String>();
        var forgiving = restore.major() >= NEW_SETTING_SINCE && serverMajor < NEW_SETTING_SINCE;
        try (var folder = PrivateFolder.create()) {
            var arguments =
                    new ArrayList<>(
                            List.of(
                                    "--dbname=" + login.database(),
                                    "--jobs=" + jobs,
                                    "--no-privileges",
                                    "--no-password",
                                    "--verbose",
                                    "--use-list=" + selection(folder)));
            if (!forgiving) {
                arguments.add("--exit-on-error");
            }
            arguments.add(file());
            restore.with(arguments)
                    .as(login)
                    .hearing(line -> {
                        if (line.contains("error:")) {
                            complaints.add(line);
                        }
                        progress.hear(line);
                    })
                    .run();
        } catch (ProgramFailed e) {
            if (!forgiving || !complaints.stream().allMatch(it -> it.contains(NEW_SETTING))) {
                throw e;
            }
        }
    }

    /**
     * Fills schemas that others are called like, in one transaction.
     *
     * @param before SQL that sets the others aside and makes empty ones
     * @param after SQL that puts the names right again
     */
    void into(Login login, Program psql, int serverMajor, String before, String after) {
        if (restore.major() >= NEW_SETTING_SINCE && serverMajor < NEW_SETTING_SINCE) {
            throw new BackupFailed(
                    "%s speaks to servers from %d on in one transaction, and this one is %d: install that version's client programs."
                            .formatted(restore, NEW_SETTING_SINCE, serverMajor));
        }
        try (var folder = PrivateFolder.create()) {
            var script =
                    restore.with(
                            List.of(
                                    "--file=-",
                                    "--no-privileges",
                                    "--use-list=" + selection(folder),
                                    file()));
            run(
                    psql.with(
                            List.of(
                                    "--no-psqlrc",
                                    "--quiet",
                                    "--no-password",
                                    "--output=/dev/null",
                                    "--set=ON_ERROR_STOP=1",
                                    "--single-transaction",
                                    "--file=" + folder.write("before.sql", before),
                                    "--file=-",
                                    "--file=" + folder.write("after.sql", after))),
                    login,
                    script);
        }
    }

    private static void run(ProgramRun psql, Login login, ProgramRun script) {
        psql.as(login).reading(script).run();
    }

    private String file() {
        return stored.file().toString();
    }
}
