package dev.bulkhead.provisioning.manifest;

import java.nio.file.Path;

/**
 * The one door to the services.
 *
 * @param module the folder of its sources
 */
public record Gateway(Path module, int port) {}
