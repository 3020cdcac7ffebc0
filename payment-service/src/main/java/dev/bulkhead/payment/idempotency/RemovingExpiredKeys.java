package dev.bulkhead.payment.idempotency;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Forgets old answers; any number of instances may do it at once. */
@Service
class RemovingExpiredKeys {

    private static final Logger log = LoggerFactory.getLogger(RemovingExpiredKeys.class);

    private final IdempotencyKeys keys;

    RemovingExpiredKeys(IdempotencyKeys keys) {
        this.keys = keys;
    }

    @Scheduled(fixedDelay = 10, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void remove() {
        try {
            int removed;
            do {
                removed = keys.removeExpired();
            } while (removed > 0);
        } catch (DataAccessException e) {
            log.warn("Old idempotency keys stay until the next time: {}", e.getMessage());
        }
    }
}
