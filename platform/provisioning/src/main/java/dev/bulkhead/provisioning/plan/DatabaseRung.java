package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.manifest.Service;

/** A database per service on one server. */
record DatabaseRung() implements Rung {

    @Override
    public ServiceDatabase place(Service service) {
        var name = service.name();
        return new ServiceDatabase(
                service, name + "_db", name, name + "_owner", name + "_user", "");
    }
}
