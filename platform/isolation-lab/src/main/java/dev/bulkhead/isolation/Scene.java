package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Doer;
import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Stage;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One attacker and one victim.
 *
 * @param everyTable whether the attacker tries all of the victim's tables, or only the bait
 */
record Scene(
        Campaign campaign, Actor actor, Grounds from, Optional<Grounds> against, boolean everyTable)
        implements Stage {

    @Override
    public ServiceDatabase attacker() {
        return from.database();
    }

    @Override
    public ServiceDatabase victim() {
        return grounds().database();
    }

    String victimName() {
        return against.map(Grounds::name).orElse("");
    }

    private Grounds grounds() {
        return against.orElseThrow(() -> new IllegalStateException("The probe has no victim"));
    }

    @Override
    public String role(Doer doer) {
        return switch (doer) {
            case ATTACKER -> actor == Actor.USER ? attacker().user() : attacker().owner();
            case OWN_USER -> attacker().user();
            case OWN_OWNER -> attacker().owner();
            case VICTIMS_USER -> victim().user();
            case VICTIMS_OWNER -> victim().owner();
            case ADMINISTRATOR -> from.server().administrator();
        };
    }

    @Override
    public String password(Doer doer) {
        return doer == Doer.ADMINISTRATOR
                ? from.server().password()
                : campaign.password(role(doer));
    }

    @Override
    public String database(Place place) {
        return switch (place) {
            case OWN -> attacker().database();
            case VICTIMS -> victim().database();
            case POSTGRES, TEMPLATE1, TEMPLATE0 -> place.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private DatabaseServer server(Place place) {
        return place == Place.VICTIMS ? grounds().server() : from.server();
    }

    @Override
    public Connection session(Doer doer, Place place) throws SQLException {
        return campaign.sessions().kept(login(doer, place));
    }

    @Override
    public Connection second(Doer doer, Place place) throws SQLException {
        return campaign.sessions().second(login(doer, place));
    }

    @Override
    public Connection open(Doer doer, Place place, Map<String, String> properties)
            throws SQLException {
        return campaign.sessions().open(login(doer, place), properties);
    }

    private Sessions.Login login(Doer doer, Place place) {
        var server = server(place);
        return doer == Doer.ADMINISTRATOR
                ? Sessions.Login.ofAdministrator(server, database(place))
                : new Sessions.Login(server, database(place), role(doer), password(doer));
    }

    @Override
    public String fill(Doer doer, String template) {
        var text = template;
        for (var it : names(doer).entrySet()) {
            text = text.replace("{" + it.getKey() + "}", it.getValue());
        }
        return text;
    }

    @Override
    public List<List<String>> variants(Doer doer, List<String> templates) {
        var text = String.join(" ", templates);
        for (var it : many(doer).entrySet()) {
            if (text.contains("{" + it.getKey() + "}")) {
                return it.getValue().get().stream()
                        .map(table ->
                                templates.stream()
                                        .map(sql ->
                                                fill(doer, sql)
                                                        .replace(
                                                                "{" + it.getKey() + "}",
                                                                table.name())
                                                        .replace("{column}", table.column()))
                                        .toList())
                        .toList();
            }
        }
        return List.of(templates.stream().map(it -> fill(doer, it)).toList());
    }

    /** Why there is nothing to try it on; empty if there is. */
    Optional<String> missing(String tried) {
        if (tried.contains("{victim.api}") && victim().api().isEmpty()
                || tried.contains("{victim.published}")
                        && grounds().landmarks().published().isEmpty()) {
            return Optional.of("the victim publishes nothing");
        }
        if (tried.contains("{victim.writable}") && grounds().landmarks().writable().isEmpty()) {
            return Optional.of("the victim publishes no view that could be written through");
        }
        if (tried.contains("{append_only}") && from.landmarks().appendOnly().isEmpty()) {
            return Optional.of("no table of the attacker is append-only");
        }
        if (tried.contains("{row_security}") && from.landmarks().rowSecurity().isEmpty()) {
            return Optional.of("no table of the attacker has row-level security and a row");
        }
        return Optional.empty();
    }

    /** Names that stand for each of several objects. */
    private Map<String, Supplier<List<Landmarks.Table>>> many(Doer doer) {
        return Map.of(
                "victim.table", () -> tables(doer),
                "victim.published", () -> grounds().landmarks().published(),
                "victim.writable", () -> grounds().landmarks().writable(),
                "append_only", () -> from.landmarks().appendOnly(),
                "row_security", () -> from.landmarks().rowSecurity());
    }

    private List<Landmarks.Table> tables(Doer doer) {
        var tables = new ArrayList<Landmarks.Table>();
        tables.add(new Landmarks.Table(Bait.table(victim()), "secret"));
        if (doer == Doer.ATTACKER && everyTable) {
            tables.addAll(grounds().landmarks().tables());
        }
        return tables;
    }

    /** In quotes, as SQL wants names; with an apostrophe for literals. */
    private Map<String, String> names(Doer doer) {
        var names = new LinkedHashMap<String, String>();
        put(names, "doer", role(doer));
        names(names, "", from);
        against.ifPresent(it -> names(names, "victim.", it));
        return names;
    }

    private static void names(Map<String, String> names, String whose, Grounds of) {
        var it = of.database();
        put(names, whose + "owner", it.owner());
        put(names, whose + "user", it.user());
        put(names, whose + "schema", it.schema());
        put(names, whose + "database", it.database());
        names.put(whose + "service", it.service().name());
        put(names, whose + "prefix", it.prefix());
        put(names, whose + "api", it.api());
        names.put(whose + "secret", Bait.secret(it));
        names.put(
                whose + "history", Bait.quoted(it.schema()) + "." + Bait.quoted(it.historyTable()));
        names.put(whose + "bait", Bait.table(it));
        names.put(whose + "table_name'", "'" + Bait.plain(it, "") + "'");
        names.put(whose + "history_name'", "'" + it.historyTable() + "'");
        names.put(whose + "table_name", Bait.quoted(Bait.plain(it, "")));
        names.put(whose + "view", Bait.name(it, "_view"));
        names.put(whose + "sequence", Bait.name(it, "_seq"));
        names.put(whose + "function", Bait.name(it, "_secret"));
        names.put(whose + "unpinned", Bait.name(it, "_unpinned"));
        names.put(whose + "pinned", Bait.name(it, "_pinned"));
        names.put(whose + "large_object", String.valueOf(of.bait().largeObject()));
    }

    private static void put(Map<String, String> names, String key, String name) {
        names.put(key, Bait.quoted(name));
        names.put(key + "'", "'" + name.replace("'", "''") + "'");
    }
}
