package dev.bulkhead.toolbox.program;

import dev.bulkhead.provisioning.server.ProvisioningFailed;

/** A program is missing, too old, or did not do its work; the message says which and why. */
public final class ProgramFailed extends ProvisioningFailed {

    private static final long serialVersionUID = 1L;

    public ProgramFailed(String message) {
        super(message);
    }

    public ProgramFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
