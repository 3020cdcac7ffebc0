package dev.bulkhead.media.persistence;

/** Asked for something that only the database knows, while there is none. */
public class PersistenceUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
