package dev.bulkhead.provisioning.secrets;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The folder with secrets that an operator keeps: each file is taken in place of the random secret
 * of its name, if nobody could guess it.
 */
public record GivenSecrets(Path folder) {

    /** Characters that a secret has at least. */
    public static final int SHORTEST = 16;

    private static final int DIFFERENT = 8;

    /** What is left of a secret without the words that everybody tries first. */
    private static final int UNUSUAL = 8;

    private static final Pattern USUAL =
            Pattern.compile(
                    "pass(word|wort)?|postgres(ql)?|change.?(me|it)|secret|admin(istrator)?|root|user|bulkhead"
                        + "|default|example|let.?me.?in|qwerty|abc|test|(\\d)\\3+|0?1234?5?6?7?8?9?0?|[^a-z0-9]");

    /**
     * Takes every file, or refuses before taking any.
     *
     * @param required secrets that must be given
     * @param possible secrets that may be given
     * @throws ProvisioningFailed naming each file that is missing, unknown, unreadable or guessable
     */
    public void takeInto(Secrets secrets, Set<String> required, Set<String> possible) {
        var objections = new ArrayList<String>();
        var given = names();
        required.stream()
                .filter(it -> !given.contains(it))
                .forEach(it -> objections.add(folder.resolve(it) + " is missing"));
        for (var name : given) {
            var file = folder.resolve(name);
            if (possible.contains(name) || required.contains(name)) {
                objection(file).ifPresent(it -> objections.add(file + " " + it));
            } else {
                objections.add(file + " is no secret of this platform");
            }
        }
        if (!objections.isEmpty()) {
            throw new ProvisioningFailed(
                    "The given secrets are not good enough to start with: "
                            + String.join("; ", objections)
                            + ".");
        }
        for (var name : given) {
            var secret = read(folder.resolve(name)).orElseThrow();
            if (!secrets.password(name).equals(secret)) {
                secrets.replace(name, secret);
            }
        }
    }

    private Set<String> names() {
        try (var files = Files.list(folder)) {
            return new TreeSet<>(
                    files.filter(Files::isRegularFile)
                            .map(it -> it.getFileName().toString())
                            .filter(it -> !it.startsWith("."))
                            .toList());
        } catch (IOException e) {
            throw new ProvisioningFailed(
                    "The given secrets cannot be listed in %s: %s".formatted(folder, e), e);
        }
    }

    private static Optional<String> objection(Path file) {
        return read(file)
                .map(GivenSecrets::objection)
                .orElseGet(() ->
                        Optional.of(
                                "cannot be read by uid %s"
                                        .formatted(System.getProperty("user.name"))));
    }

    /** What is wrong with a secret; the secret itself is not said. */
    static Optional<String> objection(String secret) {
        if (!Secrets.usable(secret)) {
            return Optional.of(
                    secret.isEmpty()
                            ? "is empty"
                            : "must be one line of printable ASCII without blanks");
        }
        if (secret.length() < SHORTEST) {
            return Optional.of(
                    "has %d characters and needs %d".formatted(secret.length(), SHORTEST));
        }
        var unusual = USUAL.matcher(secret.toLowerCase(Locale.ROOT)).replaceAll("");
        if (unusual.length() < UNUSUAL) {
            return Optional.of("is made of words that everybody tries first");
        }
        var different = secret.chars().distinct().count();
        return different < DIFFERENT
                ? Optional.of(
                        "repeats %d characters and needs %d different ones"
                                .formatted(different, DIFFERENT))
                : Optional.empty();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
