package dev.bulkhead.auth.password;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * What a password may be, after NIST SP 800-63B section 3.1.1.2: long enough, not among the ones
 * everybody tries, not the person's own name. No rules about digits and symbols, because they make
 * passwords easier to guess, not harder; no forced change, for the same reason. Spaces and all of
 * Unicode are welcome.
 */
@Component
public class PasswordPolicy {

    static final int SHORTEST = 12;

    /** Bounds the work of hashing; NIST asks for at least 64. */
    static final int LONGEST = 128;

    private static final int FEWEST_DIFFERENT = 4;

    private final Set<String> common;

    PasswordPolicy() {
        try {
            common =
                    new ClassPathResource("common-passwords.txt", PasswordPolicy.class)
                            .getContentAsString(StandardCharsets.UTF_8)
                            .lines()
                            .filter(it -> !it.isBlank() && !it.startsWith("#"))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong with this password, worded to follow the field's name.
     *
     * @param own what the person is called: username, e-mail address, name
     */
    public Optional<String> objectionTo(String password, String... own) {
        var normal = Passwords.normalized(password);
        var length = normal.codePointCount(0, normal.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of("must have between " + SHORTEST + " and " + LONGEST + " characters");
        }
        var lower = normal.toLowerCase(Locale.ROOT);
        if (Arrays.stream(own).anyMatch(it -> isOwn(lower, it))) {
            return Optional.of("must not be your own username, name or e-mail address");
        }
        if (common.contains(lower) || lower.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("is one of the first that anybody would try");
        }
        return Optional.empty();
    }

    private static boolean isOwn(String lower, String own) {
        var normal = Passwords.normalized(own).toLowerCase(Locale.ROOT);
        return lower.equals(normal) || lower.equals(normal.replaceFirst("@.*", ""));
    }
}
