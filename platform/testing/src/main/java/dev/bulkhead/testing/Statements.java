package dev.bulkhead.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The SQL that a service sends, overheard from Hibernate and Spring JDBC while this is open. */
public final class Statements implements AutoCloseable {

    private static final List<String> SOURCES =
            List.of("org.hibernate.SQL", "org.springframework.jdbc.core.JdbcTemplate");

    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    public Statements() {
        heard.start();
        for (var source : SOURCES) {
            logger(source).setLevel(Level.DEBUG);
            logger(source).setAdditive(false);
            logger(source).addAppender(heard);
        }
    }

    /** What this costs; a write that is repeated at once belongs to the same batch. */
    public List<String> of(Runnable request) {
        heard.list.clear();
        request.run();
        var statements = new ArrayList<String>();
        var previous = "";
        for (var event : List.copyOf(heard.list)) {
            var statement = event.getFormattedMessage();
            if (statement.matches("(?s).*(select|insert|update|delete) .*")
                    && (statement.contains("select") || !statement.equals(previous))) {
                statements.add(statement);
            }
            previous = statement;
        }
        return statements;
    }

    @Override
    public void close() {
        for (var source : SOURCES) {
            logger(source).detachAppender(heard);
            logger(source).setAdditive(true);
            logger(source).setLevel(null);
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
