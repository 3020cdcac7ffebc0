package dev.bulkhead.shared.db;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells in two sentences why the service does not start, in place of a stack trace. */
class StartupFailures {

    static class OnSchemaMismatch extends AbstractFailureAnalyzer<SchemaMismatch> {

        @Override
        protected FailureAnalysis analyze(Throwable root, SchemaMismatch cause) {
            return new FailureAnalysis(
                    "The database schema does not fit this service: " + cause.getMessage() + ".",
                    "Run `./bulkhead db migrate`, or start the version of the service that belongs"
                            + " to this schema.",
                    cause);
        }
    }

    static class OnPasswordUnreadable extends AbstractFailureAnalyzer<PasswordUnreadable> {

        @Override
        protected @Nullable FailureAnalysis analyze(Throwable root, PasswordUnreadable cause) {
            return new FailureAnalysis(
                    cause.getMessage() + ".",
                    "Check bulkhead.db.password-file (BULKHEAD_DB_PASSWORD_FILE);"
                            + " `./bulkhead db create` writes the files.",
                    cause);
        }
    }

    private StartupFailures() {}
}
