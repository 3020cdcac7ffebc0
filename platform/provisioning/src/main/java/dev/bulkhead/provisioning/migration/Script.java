package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A file of SQL with its placeholders filled in. */
record Script(Path file, String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}\n]*}");

    static final Pattern LEADING_COMMENTS = Pattern.compile("(?s)(\\s|--[^\n]*\n|/\\*.*?\\*/)*");

    /**
     * @param doing what it is read for, such as {@code Seeding payment_db}
     */
    static Script read(Path file, Map<String, String> placeholders, String doing) {
        try {
            var text = Files.readString(file);
            for (var it : placeholders.entrySet()) {
                text = text.replace("${" + it.getKey() + "}", it.getValue());
            }
            var unknown = PLACEHOLDER.matcher(text);
            if (unknown.find()) {
                throw new ProvisioningFailed(
                        "%s failed: nobody knows the placeholder %s in %s"
                                .formatted(doing, unknown.group(), file));
            }
            return new Script(file, text);
        } catch (IOException e) {
            throw new ProvisioningFailed("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    /** One by one, each with the comments that stand before it. */
    List<String> statements() {
        try {
            return Parser.parseJdbcSql(text, true, false, true, false, false).stream()
                    .map((NativeQuery it) -> it.nativeSql)
                    .filter(it -> !withoutComments(it).isBlank())
                    .toList();
        } catch (SQLException e) {
            throw new ProvisioningFailed("%s is no SQL: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Where in the file the server found something wrong.
     *
     * @param start of the statement, in characters
     */
    int line(int start, SQLException e) {
        var position =
                e instanceof PSQLException server
                                && server.getServerErrorMessage() instanceof ServerErrorMessage it
                        ? Math.max(it.getPosition() - 1, 0)
                        : 0;
        var end = Math.clamp((long) start + position, 0, text.length());
        if (position == 0) {
            var words = LEADING_COMMENTS.matcher(text).region(end, text.length());
            end = words.lookingAt() ? words.end() : end;
        }
        return 1 + (int) text.substring(0, end).chars().filter(it -> it == '\n').count();
    }

    /** What a statement says, for looking at its words; literals stay. */
    static String withoutComments(String statement) {
        return statement.replaceAll("(?s)--[^\n]*|/\\*.*?\\*/", " ").strip();
    }
}
