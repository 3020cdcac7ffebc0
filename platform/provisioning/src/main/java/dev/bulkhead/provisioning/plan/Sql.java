package dev.bulkhead.provisioning.plan;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names and literals. */
final class Sql {

    static final String PUBLIC = "PUBLIC";

    /** Our own names need no quotes: no word of SQL's ends so, but three that begin like this. */
    private static final Pattern PLAIN =
            Pattern.compile("(?!current_|session_|system_)[a-z][a-z0-9_]*_(db|owner|user)");

    private static final Pattern PASSWORD =
            Pattern.compile("role \"?(\\w+)\"? (.*)'SCRAM-SHA-256\\$[^']*'");

    private Sql() {}

    static String name(String identifier) {
        return PLAIN.matcher(identifier).matches()
                ? identifier
                : '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** PUBLIC is a word, not a role. */
    static String grantee(String role) {
        return role.equals(PUBLIC) ? "public" : name(role);
    }

    /** The name of a setting, which may have dots. */
    static String setting(String name) {
        return Arrays.stream(name.split("\\.")).map(Sql::name).collect(Collectors.joining("."));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * The statement as it may be shown. What a password could be checked against is a variable of
     * psql's, so that the script fails without it instead of setting a password that all can read.
     */
    static String withoutSecrets(String statement) {
        return PASSWORD.matcher(statement).replaceAll("role $1 $2:'$1_verifier'");
    }
}
