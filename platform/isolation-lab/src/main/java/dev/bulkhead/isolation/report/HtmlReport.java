package dev.bulkhead.isolation.report;

import dev.bulkhead.isolation.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file with everything in it. What a server said is data: it is escaped here, and the page puts
 * it in as text only. The page's own script and style are the only ones that its policy lets run.
 */
record HtmlReport(List<Findings> runs) {

    private static final Pattern BLANK = Pattern.compile("\\{\\{([a-z-]+)}}");

    String text() {
        var style = resource("report.css");
        var script = resource("report.js");
        var contents =
                Map.of(
                        "platform", escaped(runs.getFirst().platform()),
                        "style", style,
                        "style-hash", hash(style),
                        "script", script,
                        "script-hash", hash(script),
                        "data", new ReportData(runs).json());
        return BLANK.matcher(resource("report.html"))
                .replaceAll(it -> Matcher.quoteReplacement(contents.get(it.group(1))));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** What the browser compares the inline script with before it runs it. */
    private static String hash(String text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String resource(String name) {
        try (var stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("No " + name + " on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
