package dev.bulkhead.testing;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets tests name tables as the service does on the other rungs, where a table's name has no
 * prefix: {@code from users} reaches {@code auth_users}.
 */
record PrefixedClient(JdbcClient client, String prefix, Pattern mention) implements JdbcClient {

    /**
     * @param tables the names in the database, with their prefix
     */
    static JdbcClient of(JdbcClient client, String prefix, Set<String> tables) {
        var names =
                tables.stream()
                        .filter(it -> it.startsWith(prefix))
                        .map(it -> it.substring(prefix.length()))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
        // where SQL wants a table's name; elsewhere the word may be a column or a text
        return new PrefixedClient(
                client,
                prefix,
                Pattern.compile(
                        "(?i)\\b((?:from|join|into|update|using|table|truncate|on)\\s+(?:only\\s+)?)(%s)\\b"
                                .formatted(names)));
    }

    @Override
    public StatementSpec sql(String sql) {
        return client.sql(mention.matcher(sql).replaceAll("$1" + prefix + "$2"));
    }
}
