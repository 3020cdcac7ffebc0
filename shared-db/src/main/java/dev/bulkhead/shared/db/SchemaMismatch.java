package dev.bulkhead.shared.db;

import java.util.List;

/** The schema is behind, ahead of, or different from the migrations this service was built with. */
class SchemaMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaMismatch(List<String> findings) {
        super(String.join("; ", findings));
    }
}
