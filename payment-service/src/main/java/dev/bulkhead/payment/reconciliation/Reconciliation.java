package dev.bulkhead.payment.reconciliation;

import dev.bulkhead.payment.charge.CheckingOnPayments;
import dev.bulkhead.payment.webhook.RetryingEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Settles what was left open: applies events that came too early, and asks the provider about
 * payments and refunds of which no news came. It may run on any number of instances at once.
 */
@Service
public class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    private final RetryingEvents events;
    private final CheckingOnPayments payments;

    Reconciliation(RetryingEvents events, CheckingOnPayments payments) {
        this.events = events;
        this.payments = payments;
    }

    /** One round, on schedule. */
    @Scheduled(
            fixedDelayString = "${bulkhead.payment.reconciliation.interval:30s}",
            initialDelayString = "${bulkhead.payment.reconciliation.interval:30s}")
    void onSchedule() {
        try {
            run();
        } catch (DataAccessException | TransactionException e) {
            log.warn("Reconciliation waits for the database: {}", e.getMessage());
        }
    }

    /** One round. */
    public void run() {
        events.retryDue();
        payments.checkDue();
    }
}
