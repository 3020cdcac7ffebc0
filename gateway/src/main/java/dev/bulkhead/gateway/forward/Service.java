package dev.bulkhead.gateway.forward;

import java.net.URI;

/**
 * What stands behind one or more routes.
 *
 * @param name as problems and the overview call it
 * @param address where it listens
 */
public record Service(String name, URI address) {}
