package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator, with as many sessions as a service's pool has. */
final class PgBench {

    private static final int SESSIONS = 10;

    /** Where the service has a parameter. */
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{(.*?)}}");

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) ");
    private static final Pattern FAILED = Pattern.compile("failed transactions: ([0-9]+) ");

    private final Database database;
    private final Path scripts;

    PgBench(Database database, Path root) {
        this.database = database;
        this.scripts = root.resolve("platform/benchmarks/src/main/sql");
    }

    /** Transactions a second of a script, as payment's runtime user. */
    double run(String script, Map<String, String> variables, int seconds)
            throws IOException, InterruptedException {
        var file = Files.createTempFile("pgbench", ".sql");
        var passwords = Files.createTempFile("pgpass", ""); // mode 0600
        try {
            Files.writeString(
                    file,
                    PARAMETER.matcher(Files.readString(scripts.resolve(script))).replaceAll("$1"));
            Files.writeString(passwords, "*:*:*:*:" + database.password("payment_user") + "\n");
            var command =
                    new ArrayList<>(
                            List.of(
                                    "pgbench",
                                    "--no-vacuum",
                                    "--protocol=prepared",
                                    "--client=" + SESSIONS,
                                    "--jobs=1",
                                    "--time=" + seconds,
                                    "--file=" + file,
                                    "--host=127.0.0.1",
                                    "--port=" + database.port(),
                                    "--username=payment_user"));
            variables.forEach((name, value) -> command.add("--define=" + name + "=" + value));
            command.add("payment_db");
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PGPASSFILE", passwords.toString());
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var tps = TPS.matcher(said);
            var failed = FAILED.matcher(said);
            if (process.waitFor() != 0
                    || !tps.find()
                    || (failed.find() && !failed.group(1).equals("0"))) {
                throw new IOException("pgbench failed: " + said);
            }
            return Double.parseDouble(tps.group(1));
        } finally {
            Files.delete(file);
            Files.delete(passwords);
        }
    }
}
