package dev.bulkhead.isolation.probe;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Writes a probe down, one property after the other. */
public final class ProbeBuilder {

    private final String id;
    private final String title;
    private String tried = "";
    private Place place = Place.OWN;
    private Probe.Aim aim = Probe.Aim.ITSELF;
    private Attempt attempt = (_, _) -> Outcome.notApplicable("nothing is tried yet");
    private Control control = Control.none();
    private String why = "";
    private String remedy = "";
    private String unhardened = "";
    private final Map<Isolation, Map<Actor, Expectation>> expectations =
            new EnumMap<>(Isolation.class);
    private Optional<Expectation> toReader = Optional.empty();
    private Optional<Expectation> toGuest = Optional.empty();
    private Optional<Expectation> unbound = Optional.empty();

    ProbeBuilder(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** SQL, tried in one transaction that is rolled back. */
    public ProbeBuilder sql(String... statements) {
        return attempt(String.join("; ", statements), SqlAttempt.of(statements));
    }

    public ProbeBuilder attempt(SqlAttempt attempt) {
        return attempt(String.join("; ", attempt.statements()), attempt);
    }

    public ProbeBuilder attempt(String tried, Attempt attempt) {
        this.tried = tried;
        this.attempt = attempt;
        return this;
    }

    /** In its own database, unless this says otherwise. */
    public ProbeBuilder in(Place place) {
        this.place = place;
        if (place == Place.VICTIMS) {
            aim = Probe.Aim.VICTIM;
            expectations.put(Isolation.DATABASE, both(Expectation.refusedAtConnect("28000")));
            expectations.put(Isolation.SERVER, both(Expectation.refusedAtConnect("28000")));
        }
        return this;
    }

    public ProbeBuilder againstVictim() {
        aim = Probe.Aim.VICTIM;
        return this;
    }

    public ProbeBuilder control(Doer doer) {
        control = Control.by(doer);
        return this;
    }

    /** The same statements, done by somebody elsewhere. */
    public ProbeBuilder control(Doer doer, Place elsewhere) {
        return control(Control.by(doer, ((SqlAttempt) attempt).in(elsewhere)));
    }

    public ProbeBuilder control(Control control) {
        this.control = control;
        return this;
    }

    public ProbeBuilder why(String why) {
        this.why = why;
        return this;
    }

    public ProbeBuilder remedy(String remedy) {
        this.remedy = remedy;
        return this;
    }

    public ProbeBuilder unhardened(String code) {
        this.unhardened = code;
        return this;
    }

    public ProbeBuilder everywhere(Expectation same) {
        return everywhere(same, same);
    }

    public ProbeBuilder everywhere(Expectation asUser, Expectation asOwner) {
        for (var rung : Isolation.values()) {
            on(rung, asUser, asOwner);
        }
        return this;
    }

    public ProbeBuilder on(Isolation rung, Expectation same) {
        return on(rung, same, same);
    }

    public ProbeBuilder on(Isolation rung, Expectation asUser, Expectation asOwner) {
        expectations.put(rung, Map.of(Actor.USER, asUser, Actor.OWNER, asOwner));
        return this;
    }

    /** To a runtime user with a read contract. */
    public ProbeBuilder toReader(Expectation asUser) {
        toReader = Optional.of(asUser);
        return this;
    }

    /** To a runtime user whose read contract leads into a database that is not its own. */
    public ProbeBuilder toGuest(Expectation asUser) {
        toGuest = Optional.of(asUser);
        return this;
    }

    /** Where no pg_hba.conf binds roles to databases. */
    public ProbeBuilder unbound(Expectation same) {
        unbound = Optional.of(same);
        return this;
    }

    public Probe build() {
        return new Probe(
                id,
                Group.of(id),
                title,
                tried,
                place,
                aim,
                attempt instanceof SqlAttempt it ? it.in(place) : attempt,
                control,
                why,
                remedy,
                unhardened,
                new Expectations(expectations, toReader, toGuest, unbound));
    }

    private static Map<Actor, Expectation> both(Expectation same) {
        return Map.of(Actor.USER, same, Actor.OWNER, same);
    }
}
