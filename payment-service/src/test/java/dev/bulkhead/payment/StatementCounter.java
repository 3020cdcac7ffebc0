package dev.bulkhead.payment;

import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts what Hibernate sends to the database. */
public class StatementCounter implements StatementInspector {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    public String inspect(String sql) {
        COUNT.incrementAndGet();
        return sql;
    }

    public static int count() {
        return COUNT.get();
    }
}
