package dev.bulkhead.cli.db;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands before every command that destroys data: never where the platform is marked
 * production, and else only after its name was typed, or {@code --yes} said by a script.
 */
final class Consent {

    /** Marks an installation whose manifest is shared with others that are none. */
    static final String PRODUCTION = "BULKHEAD_PRODUCTION";

    private final Screen screen;
    private final Manifest manifest;
    private final Optional<String> environment;
    private final Optional<Supplier<String>> keyboard;

    private Consent(
            Screen screen,
            Manifest manifest,
            Optional<String> environment,
            Optional<Supplier<String>> keyboard) {
        this.screen = screen;
        this.manifest = manifest;
        this.environment = environment;
        this.keyboard = keyboard;
    }

    static Consent of(Screen screen, Manifest manifest) {
        return new Consent(
                screen, manifest, Optional.ofNullable(System.getenv(PRODUCTION)), keyboard());
    }

    /**
     * The same with another environment and keyboard.
     *
     * @param keyboard gives what somebody types; empty where nobody can
     */
    static Consent of(
            Screen screen,
            Manifest manifest,
            Optional<String> environment,
            Optional<Supplier<String>> keyboard) {
        return new Consent(screen, manifest, environment, keyboard);
    }

    /**
     * Returns when whoever runs the command has agreed, and refuses otherwise, before anything is
     * changed.
     *
     * @param name what has to be typed, such as a service's name
     * @param what is lost, such as {@code payment_db with 12 tables}
     * @param yes whether {@code --yes} was given
     * @throws Mistake if it is refused
     */
    void toDestroy(String name, String what, boolean yes) {
        refuseInProduction("This would destroy " + what);
        toChange(name, "This destroys " + what, yes);
    }

    /** The same for what is allowed in production. */
    void toChange(String name, String what, boolean yes) {
        if (yes) {
            return;
        }
        if (keyboard.isEmpty()) {
            throw Mistake.usage(
                    "%s. There is no terminal to type \"%s\" on: say --yes if it shall be done without being asked."
                            .formatted(what, name));
        }
        screen.say("%s. Type %s to go on:".formatted(what, name));
        if (!keyboard.get().get().strip().equals(name)) {
            throw Mistake.failure("That was not \"%s\"; nothing was changed.".formatted(name));
        }
    }

    /**
     * @param sentence what is refused, without a full stop
     * @throws Mistake if the platform is marked production
     */
    void refuseInProduction(String sentence) {
        if (isProduction()) {
            throw Mistake.failure(
                    "%s, and \"%s\" is marked production (%s). Nothing was changed. Where that is wrong, %s."
                            .formatted(sentence, manifest.platform(), mark(), unmark()));
        }
    }

    boolean isProduction() {
        return manifest.production() || environmentSays();
    }

    private boolean environmentSays() {
        return switch (environment.orElse("").strip()) {
            case "", "false" -> false;
            case "true" -> true;
            default ->
                    throw Mistake.usage(
                            "%s=%s: say true or false.".formatted(PRODUCTION, environment.get()));
        };
    }

    private String mark() {
        return manifest.production()
                ? "production: true in " + manifest.file().getFileName()
                : PRODUCTION + "=true";
    }

    private String unmark() {
        return manifest.production()
                ? "take that line away"
                : "unset %s or set it to false".formatted(PRODUCTION);
    }

    private static Optional<Supplier<String>> keyboard() {
        var console = System.console();
        return console == null || !console.isTerminal()
                ? Optional.empty()
                : Optional.of(() -> Objects.requireNonNullElse(console.readLine(), ""));
    }
}
