package dev.bulkhead.provisioning.plan;

/**
 * That a service may read the views which another one publishes.
 *
 * @param service the one that publishes
 * @param server the name of its server
 * @param database the database to connect to, which may be the reader's own
 * @param schema the schema of the views
 */
public record ReadContract(String service, String server, String database, String schema) {

    ReadContract insteadOf(ServiceDatabase live, ServiceDatabase draft) {
        return service.equals(live.service().name())
                ? new ReadContract(service, draft.server(), draft.database(), draft.api())
                : this;
    }
}
