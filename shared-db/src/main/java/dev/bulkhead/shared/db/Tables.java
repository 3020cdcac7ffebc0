package dev.bulkhead.shared.db;

import java.util.regex.Pattern;

/**
 * Names tables in hand-written SQL the way migrations do: <code>${prefix}orders</code>. The prefix
 * is empty on every rung of the isolation ladder but the lowest.
 */
public final class Tables {

    private static final Pattern IDENTIFIER_PART = Pattern.compile("([a-z][a-z0-9_]*)?");

    private final String prefix;

    /**
     * @param prefix what stands before each table's name, for example <code>payment_</code>
     * @throws IllegalArgumentException if it could not begin an unquoted identifier
     */
    public Tables(String prefix) {
        if (!IDENTIFIER_PART.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "bulkhead.db.prefix must be lower case letters, digits and _, but was \""
                            + prefix
                            + "\"");
        }
        this.prefix = prefix;
    }

    /** The table's name in the database. */
    public String name(String table) {
        return prefix + table;
    }

    /** The statement with each <code>${prefix}</code> replaced. */
    public String sql(String statement) {
        return statement.replace("${prefix}", prefix);
    }
}
