package dev.bulkhead.gateway.path;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * A list of paths in a configuration: each {@code /a/*}{@code /b/**}, or with a method before it,
 * {@code GET /a/b}. GET stands for HEAD too.
 */
public final class PathRules {

    private final List<Rule> rules;

    private PathRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * @param setting where the list stands, for the message when one of it is wrong
     */
    public static PathRules of(String setting, List<String> rules) {
        return parse(setting, rules, true);
    }

    public static PathRules ignoringCase(String setting, List<String> rules) {
        return parse(setting, rules, false);
    }

    public boolean match(HttpServletRequest request) {
        var path = path(request);
        for (var rule : rules) {
            if (rule.matches(request.getMethod(), path)) {
                return true;
            }
        }
        return false;
    }

    private static PathContainer path(HttpServletRequest request) {
        RequestPath path =
                ServletRequestPathUtils.hasParsedRequestPath(request)
                        ? ServletRequestPathUtils.getParsedRequestPath(request)
                        : ServletRequestPathUtils.parseAndCache(request);
        return path.pathWithinApplication();
    }

    private static PathRules parse(String setting, List<String> rules, boolean caseSensitive) {
        var parser = new PathPatternParser();
        parser.setCaseSensitive(caseSensitive);
        return new PathRules(
                rules.stream().map(rule -> Rule.parse(setting, rule, parser)).toList());
    }

    private record Rule(@Nullable HttpMethod method, PathPattern pattern) {

        static Rule parse(String setting, String text, PathPatternParser parser) {
            var parts = text.strip().split("\\s+");
            var path = parts[parts.length - 1];
            var method = parts.length == 2 ? HttpMethod.valueOf(parts[0]) : null;
            if (parts.length > 2
                    || !path.startsWith("/")
                    || (method != null && !Arrays.asList(HttpMethod.values()).contains(method))) {
                throw new IllegalArgumentException(
                        setting + " takes \"/path\" or \"METHOD /path\", but has \"" + text + "\"");
            }
            try {
                return new Rule(method, parser.parse(path));
            } catch (PatternParseException e) {
                throw new IllegalArgumentException(
                        setting + ": \"" + text + "\": " + e.toDetailedString(), e);
            }
        }

        boolean matches(String requested, PathContainer path) {
            return (method == null
                            || method.matches(requested)
                            || (method == HttpMethod.GET && requested.equals("HEAD")))
                    && pattern.matches(path);
        }
    }
}
