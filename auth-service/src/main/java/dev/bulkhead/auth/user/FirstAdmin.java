package dev.bulkhead.auth.user;

import dev.bulkhead.auth.user.Registering.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.stereotype.Component;

/**
 * Makes somebody who can administer the platform, if a password for them is configured and nobody
 * can yet. Changing the file later changes nothing: the account is then somebody's.
 */
@Component
class FirstAdmin implements ApplicationRunner {

    static final String EMAIL = "admin@bulkhead.localhost";

    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

    private final Settings settings;
    private final Users users;
    private final Registering registering;

    FirstAdmin(Settings settings, Users users, Registering registering) {
        this.settings = settings;
        this.users = users;
        this.registering = registering;
    }

    @Override
    public void run(ApplicationArguments args) {
        var file = settings.adminPasswordFile();
        if (file == null || file.toString().isBlank() || users.existWith(Registering.ADMIN)) {
            return;
        }
        var registration =
                new Registration(Registering.ADMIN, EMAIL, "Administrator", passwordIn(file));
        switch (registering.register(
                registration, List.of(Registering.USER, Registering.ADMIN), null)) {
            case RegistrationOutcome.Registered registered ->
                    log.info(
                            "Created the first administrator, {}; the password is in {}",
                            registered.account().username(),
                            file);
            case RegistrationOutcome.Taken taken ->
                    log.warn(
                            "No administrator exists, and none was created: the {} is taken. If"
                                    + " another instance has not just created it, grant somebody"
                                    + " the role admin.",
                            taken.field() == RegistrationOutcome.Field.EMAIL
                                    ? "e-mail address " + EMAIL
                                    : "username " + Registering.ADMIN);
            case RegistrationOutcome.PasswordRefused refused ->
                    throw new AdminPasswordUnusable(
                            "The administrator's password in " + file + " " + refused.objection(),
                            null);
        }
    }

    private static String passwordIn(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AdminPasswordUnusable(
                    "The administrator's password cannot be read from " + file, e);
        }
    }

    /**
     * Who administers a new platform.
     *
     * @param adminPasswordFile file with the password of the first administrator; without it, none
     *     is created
     */
    @ConfigurationProperties("bulkhead.auth")
    record Settings(@Nullable Path adminPasswordFile) {}

    static class AdminPasswordUnusable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AdminPasswordUnusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Says why the service does not start. */
    static class Analyzer extends AbstractFailureAnalyzer<AdminPasswordUnusable> {

        @Override
        protected FailureAnalysis analyze(Throwable root, AdminPasswordUnusable cause) {
            return new FailureAnalysis(
                    cause.getMessage() + ".",
                    "Check bulkhead.auth.admin-password-file (BULKHEAD_AUTH_ADMIN_PASSWORD_FILE),"
                            + " or leave it out to start without an administrator.",
                    cause);
        }
    }
}
