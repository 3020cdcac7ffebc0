package dev.bulkhead.shared.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is paged by keyset.
 *
 * @param next what to send as <code>after</code> for the next page; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /**
     * Cuts a page from rows that were read with a limit of one more than asked for.
     *
     * @param rows at most <code>query.limit() + 1</code> rows, in the list's order
     * @param cursor names a row, so that the next page begins after it
     */
    public static <T> Page<T> of(List<T> rows, PageQuery query, Function<T, String> cursor) {
        if (rows.size() <= query.limit()) {
            return new Page<>(List.copyOf(rows), null);
        }
        var items = List.copyOf(rows.subList(0, query.limit()));
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    /** The same page with each item shown differently. */
    public <R> Page<R> map(Function<? super T, ? extends R> shown) {
        return new Page<>(items.stream().<R>map(shown).toList(), next);
    }
}
