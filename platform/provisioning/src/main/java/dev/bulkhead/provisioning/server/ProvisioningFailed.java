package dev.bulkhead.provisioning.server;

/** Provisioning could not do its work; the message says why in words for the user. */
public class ProvisioningFailed extends RuntimeException {

    public ProvisioningFailed(String message) {
        super(message);
    }

    public ProvisioningFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
