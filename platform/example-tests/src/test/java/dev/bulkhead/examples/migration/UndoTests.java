package dev.bulkhead.examples.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.examples.Examples;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.migration.Catalogue;
import dev.bulkhead.provisioning.migration.Migrator;
import dev.bulkhead.provisioning.migration.Rollback;
import dev.bulkhead.provisioning.migration.RollbackPlan.Target;
import dev.bulkhead.provisioning.migration.Undo;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every migration that is shipped can be taken back: all up, all down and all up again, level by
 * level, with the seeds' rows in the tables on the way down. What PostgreSQL knows is the same on
 * each level, whichever way it was reached.
 */
class UndoTests {

    private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__.*\\.sql");

    @ParameterizedTest
    @MethodSource("dev.bulkhead.examples.Examples#all")
    void goesUpAndDownAndUpAgain(String platform) throws Exception {
        upDownUp(Examples.manifest(platform));
    }

    @ParameterizedTest
    @CsvSource("shared-postgres, PREFIX")
    void doesSoOnTheRungPrefix(String platform, Isolation rung) throws Exception {
        upDownUp(Examples.manifest(platform, rung));
    }

    @ParameterizedTest
    @MethodSource("dev.bulkhead.examples.Examples#all")
    void thereIsOneForEachMigrationAndNoOther(String platform) throws IOException {
        for (var service : Examples.manifest(platform).services()) {
            var undos = files(service.sql().resolve("undo"));
            assertThat(undos)
                    .as("a migration comes with its undo: db new writes both")
                    .isEqualTo(
                            files(service.sql().resolve("migration")).stream()
                                    .map(it -> it.replaceFirst("^V", "U"))
                                    .toList());
        }
    }

    private static void upDownUp(Manifest manifest) throws Exception {
        try (var platform = ExamplePlatform.provisioned(manifest)) {
            var provisioning = platform.provisioning();
            for (var service : platform.services()) {
                upDownUp(provisioning, provisioning.database(service));
            }
        }
    }

    private static void upDownUp(Provisioning provisioning, ServiceDatabase target)
            throws IOException {
        var server = provisioning.server(target);
        var migrator = new Migrator(server, target, provisioning.secrets());
        var rollback = new Rollback(server, target, provisioning.secrets());
        var service = target.service().name();
        var levels = levels(target);
        var up = new TreeMap<String, Catalogue>();
        up.put("0", catalogue(provisioning, target));
        assertThat(up.get("0").objects()).as("%s before its first migration", service).isEmpty();
        for (var version : levels) {
            migrator.migrateTo(version);
            up.put(version, catalogue(provisioning, target));
        }
        provisioning.seed(service, Environment.DEV);

        var plan = rollback.plan(new Target.Version("0"));
        assertThat(plan.undos()).extracting(Undo::version).isEqualTo(levels.reversed());
        var down = new TreeMap<String, Catalogue>();
        rollback.run(plan, undo -> down.put(undo.version(), catalogue(provisioning, target)));
        down.put("0", catalogue(provisioning, target));
        up.forEach((version, catalogue) ->
                assertThat(down.get(version).objects())
                        .as("%s, back at V%s from the one above", service, version)
                        .isEqualTo(catalogue.objects()));

        migrator.migrate();
        assertThat(catalogue(provisioning, target).objects())
                .as("%s, all the way up for the second time", service)
                .isEqualTo(up.getOrDefault(levels.getLast(), up.get("0")).objects());
        assertThat(migrator.schema().drift()).isEmpty();
    }

    private static Catalogue catalogue(Provisioning provisioning, ServiceDatabase target) {
        try (var connection = provisioning.server(target).connect(target.database())) {
            return Catalogue.read(connection, target);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> levels(ServiceDatabase target) throws IOException {
        return files(target.service().sql().resolve("migration")).stream()
                .map(MIGRATION::matcher)
                .peek(it -> assertThat(it.matches()).isTrue())
                .map(it -> it.group(1))
                .sorted(Comparator.comparingInt(Integer::parseInt))
                .toList();
    }

    private static List<String> files(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            files.map(it -> it.getFileName().toString()).sorted().forEach(names::add);
        }
        return names;
    }
}
