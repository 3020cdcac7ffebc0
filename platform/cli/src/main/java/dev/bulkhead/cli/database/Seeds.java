package dev.bulkhead.cli.database;

import dev.bulkhead.provisioning.Environment;

/** Which rows a new installation starts with, in the words of the command line. */
public enum Seeds {
    /** What every installation needs. */
    prod(Environment.PROD),
    /** The same, and examples to play with. */
    dev(Environment.DEV);

    private final Environment environment;

    Seeds(Environment environment) {
        this.environment = environment;
    }

    Environment environment() {
        return environment;
    }
}
