package dev.bulkhead.toolbox.look;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as it may be shown: without the values in it, which may be anybody's personal data or
 * a password, and without comments.
 */
final class StatementText {

    private static final int LONGEST = 500;

    /** More of a statement is not looked at. */
    private static final int ENOUGH = 10_000;

    /**
     * What a statement is made of, https://www.postgresql.org/docs/18/sql-syntax-lexical.html. A
     * text that the server cut off may end within any of them.
     */
    private static final Pattern TOKEN =
            Pattern.compile(
                    """
                    (?<comment> --[^\\n]*+ | /\\*.*?(?:\\*/|\\z) )
                    | (?<string> \\b[eE] ' [^'\\\\]*+ (?: (?:''|\\\\.) [^'\\\\]*+ )*+ (?:'|\\z)
                               | (?:\\b(?:[bBxXnN]|[uU]&))? ' [^']*+ (?: '' [^']*+ )*+ (?:'|\\z)
                               | \\$(?<tag>(?:[A-Za-z_][\\w]*+)?)\\$ .*? (?: \\$\\k<tag>\\$ | \\z) )
                    | (?<identifier> " [^"]*+ (?: "" [^"]*+ )*+ (?:"|\\z)
                               | [A-Za-z_\\x80-\\uffff][\\w$\\x80-\\uffff]*+ )
                    | (?<parameter> \\$\\d++ )
                    | (?<number> (?: \\d | \\.\\d ) [\\w.]*+ (?: (?<=[eE])[+-] [\\w.]*+ )*+ )
                    | (?<space> \\s++ )
                    | (?<other> . )
                    """,
                    Pattern.COMMENTS | Pattern.DOTALL);

    private static final Pattern CONTROL = Pattern.compile("[^\\x20-\\x7e]");

    private StatementText() {}

    static String of(String statement) {
        var text = new StringBuilder();
        var token = TOKEN.matcher(statement.substring(0, Math.min(statement.length(), ENOUGH)));
        while (token.find()) {
            append(text, token);
        }
        var shown = CONTROL.matcher(text.toString().strip()).replaceAll("?");
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 3) + "...";
    }

    private static void append(StringBuilder text, Matcher token) {
        if (token.group("comment") != null || token.group("space") != null) {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        } else if (token.group("string") != null || token.group("number") != null) {
            text.append('?');
        } else {
            text.append(token.group());
        }
    }
}
