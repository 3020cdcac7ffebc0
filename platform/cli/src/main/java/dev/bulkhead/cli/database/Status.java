package dev.bulkhead.cli.database;

import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.provisioning.migration.SchemaStatus;
import dev.bulkhead.provisioning.plan.Plan;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the databases are.
 *
 * @param schemas of each service, empty where it has no database yet
 * @param plan what would have to be changed, empty when server and manifest agree
 */
public record Status(Map<ServiceDatabase, Optional<SchemaStatus>> schemas, Plan plan) {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String NONE = "-";

    public boolean upToDate() {
        return plan.isEmpty()
                && schemas.values().stream()
                        .allMatch(it ->
                                it.isPresent()
                                        && it.get().pending() == 0
                                        && it.get().failed() == 0
                                        && it.get().drift().isEmpty());
    }

    /** Whether no service has a database yet. */
    public boolean nothing() {
        return schemas.values().stream().allMatch(Optional::isEmpty);
    }

    /** Services without a database. */
    public List<String> missing() {
        return schemas.entrySet().stream()
                .filter(it -> it.getValue().isEmpty())
                .map(it -> it.getKey().service().name())
                .toList();
    }

    public int pending() {
        return schemas.values().stream()
                .flatMap(Optional::stream)
                .mapToInt(SchemaStatus::pending)
                .sum();
    }

    /** A line per service. */
    public String table() {
        var grid =
                Grid.under(
                        "SERVICE",
                        "DATABASE",
                        "VERSION",
                        "APPLIED (UTC)",
                        "PENDING",
                        "FAILED",
                        "DRIFT");
        schemas.forEach((place, schema) ->
                grid.row(
                        place.service().name(),
                        place.database(),
                        schema.map(SchemaStatus::version).filter(it -> !it.isEmpty()).orElse(NONE),
                        schema.flatMap(SchemaStatus::appliedAt).map(MOMENT::format).orElse(NONE),
                        schema.map(it -> counted(it.pending())).orElse("all"),
                        schema.map(it -> counted(it.failed())).orElse(NONE),
                        schema.map(it -> counted(it.drift().size())).orElse(NONE)));
        return grid.toString();
    }

    private static String counted(int count) {
        return count == 0 ? NONE : String.valueOf(count);
    }

    /** A line per migration. */
    public String details() {
        var grid = Grid.under("SERVICE", "DATABASE", "VERSION", "MIGRATION", "STATE");
        schemas.forEach((place, schema) ->
                schema.ifPresent(it ->
                        it.migrations()
                                .forEach(migration ->
                                        grid.row(
                                                place.service().name(),
                                                place.database(),
                                                migration.version(),
                                                migration.description(),
                                                migration.state()))));
        return grid.toString();
    }

    /** What does not fit, one sentence each. */
    public List<String> drift() {
        var lines = new ArrayList<String>();
        schemas.forEach((place, schema) ->
                schema.ifPresent(it ->
                        it.drift()
                                .forEach(line ->
                                        lines.add(place.service().name() + " " + line + "."))));
        return lines;
    }

    /** For programs; the names of the fields are part of the contract. */
    public String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("upToDate", upToDate());
        document.put("changes", plan.steps().size());
        document.put(
                "services",
                schemas.entrySet().stream()
                        .map(it -> service(it.getKey(), it.getValue()))
                        .collect(Collectors.toList()));
        return MAPPER.writeValueAsString(document);
    }

    private static Map<String, Object> service(
            ServiceDatabase place, Optional<SchemaStatus> schema) {
        var service = new LinkedHashMap<String, Object>();
        service.put("service", place.service().name());
        service.put("database", place.database());
        service.put("created", schema.isPresent());
        schema.ifPresent(it -> {
            service.put("version", it.version().isEmpty() ? null : it.version());
            service.put("appliedAt", it.appliedAt().map(Object::toString).orElse(null));
            service.put("pending", it.pending());
            service.put("failed", it.failed());
            service.put("drift", it.drift());
            service.put("migrations", it.migrations());
        });
        return service;
    }
}
