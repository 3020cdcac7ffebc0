package dev.bulkhead.auth.token;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** There is no key to the private keys in the database, or not the right one. */
class EncryptionKeyUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EncryptionKeyUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Says so in two sentences when it keeps the service from starting. */
    static class Analyzer extends AbstractFailureAnalyzer<EncryptionKeyUnusable> {

        @Override
        protected FailureAnalysis analyze(Throwable root, EncryptionKeyUnusable cause) {
            return new FailureAnalysis(
                    cause.getMessage() + ".",
                    "Point bulkhead.auth.encryption-key-file (BULKHEAD_AUTH_ENCRYPTION_KEY_FILE) to"
                            + " the file this database was first started with; for a new database,"
                            + " to any file with at least 32 random characters.",
                    cause);
        }
    }
}
