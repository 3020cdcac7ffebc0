package dev.bulkhead.provisioning.manifest;

/** One reason to refuse a manifest, and the line to mend. */
public record Problem(String file, int line, String reason) {

    @Override
    public String toString() {
        return "%s:%d: %s".formatted(file, line, reason);
    }
}
