package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.server.ProvisioningFailed;

/** A backup could not be made, read or restored; the message says why in words for the user. */
public final class BackupFailed extends ProvisioningFailed {

    private static final long serialVersionUID = 1L;

    public BackupFailed(String message) {
        super(message);
    }

    public BackupFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
