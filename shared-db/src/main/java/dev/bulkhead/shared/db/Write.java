package dev.bulkhead.shared.db;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that returns nothing, to be sent along with others; see {@link RowSecurity#writeAs}.
 *
 * @param sql with a question mark for each parameter
 */
public record Write(String sql, List<@Nullable Object> parameters) {

    public Write {
        parameters = Collections.unmodifiableList(parameters);
    }

    /** A statement with its parameters, in their order. */
    public static Write of(String sql, @Nullable Object... parameters) {
        return new Write(sql, Arrays.asList(parameters));
    }
}
