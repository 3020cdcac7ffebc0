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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attacker and one victim.
 *
 * @param everyTable whether the attacker tries all of the victim's tables, or only the bait
 */
record Scene(
        Campaign campaign, Actor actor, Grounds from, Optional<Grounds> against, boolean everyTable)
        implements Stage {

    private static final Pattern NAME = Pattern.compile("\\{([a-z_.']+)}");
    private static final String OF_VICTIM = "victim.";

    @Override
    public ServiceDatabase attacker() {
        return from.database();
    }

    @Override
    public ServiceDatabase victim() {
        return grounds().database();
    }

    /** Whose walls are tried. */
    String defendant() {
        return against.orElse(from).name();
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
        return NAME.matcher(template)
                .replaceAll(it -> Matcher.quoteReplacement(name(doer, it.group(1), it.group())));
    }

    private String name(Doer doer, String key, String unknown) {
        if (key.equals("doer")) {
            return Bait.quoted(role(doer));
        }
        return key.startsWith(OF_VICTIM)
                ? grounds().names().getOrDefault(key.substring(OF_VICTIM.length()), unknown)
                : from.names().getOrDefault(key, unknown);
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
            return Optional.of("no table of the attacker has row-level security");
        }
        if (tried.contains("{users_rows}") && from.landmarks().usersRows().isEmpty()) {
            return Optional.of("no table of the attacker with row-level security has a row");
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
                "row_security", () -> from.landmarks().rowSecurity(),
                "users_rows", () -> from.landmarks().usersRows());
    }

    private List<Landmarks.Table> tables(Doer doer) {
        var tables = new ArrayList<Landmarks.Table>();
        tables.add(new Landmarks.Table(Bait.table(victim()), "secret"));
        if (doer == Doer.ATTACKER && everyTable) {
            tables.addAll(grounds().landmarks().tables());
        }
        return tables;
    }
}
