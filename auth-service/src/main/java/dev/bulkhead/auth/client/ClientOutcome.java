package dev.bulkhead.auth.client;

/** What became of the wish to register a client. */
sealed interface ClientOutcome {

    /**
     * @param secret known at this moment only
     */
    record Registered(Client client, ClientSecret secret) implements ClientOutcome {}

    record Taken() implements ClientOutcome {}
}
