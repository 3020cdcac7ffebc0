package dev.bulkhead.isolation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlReportTests {

    final String page = html(SampleRuns.on(Isolation.DATABASE, "auth", "payment"));

    @Test
    void hasEveryFindingWithItsWords() {
        var data = data(page);
        var strings = data.get("strings");

        assertThat(data.get("platform").asString()).isEqualTo("sample");
        assertThat(data.get("runs")).hasSize(1);
        var findings = data.get("runs").get(0).get("findings");
        assertThat(findings).hasSize(16);
        var first = findings.get(0);
        assertThat(data.get("probes").get(first.get(0).asInt()).get("id").asString())
                .isEqualTo("A1");
        assertThat(strings.get(first.get(1).asInt()).asString()).isEqualTo("auth");
        assertThat(strings.get(first.get(3).asInt()).asString()).isEqualTo("payment");
        assertThat(strings.get(first.get(5).asInt()).asString()).isEqualTo("HELD");
        assertThat(strings.get(first.get(9).asInt()).asString()).isEqualTo("c28000");
        assertThat(strings.get(first.get(10).asInt()).asString())
                .isEqualTo("FATAL: pg_hba.conf rejects connection to payment");
        assertThat(strings.get(first.get(11).asInt()).asString()).isEqualTo("select 1 -- payment");
        assertThat(first).hasSize(16); // with its control
    }

    @Test
    void hasTheWholeLadderWhicheverRungsWereRun() {
        var runs =
                Arrays.stream(Isolation.values())
                        .map(it -> SampleRuns.on(it, "auth", "payment"))
                        .toList();

        var data = data(new HtmlReport(runs).text());

        assertThat(data.get("runs").values().stream().map(it -> it.get("rung").asString()))
                .containsExactly("prefix", "schema", "database", "server");
        assertThat(data(page).get("ladder")).hasSize(4).isEqualTo(data.get("ladder"));
    }

    @Test
    void asksNobodyForAnything() {
        assertThat(page)
                .startsWith("<!doctype html>")
                .doesNotContain("http:", "https:", "//cdn", " src=", "url(", "@import", "{{")
                .doesNotContainPattern("href=\"[^#]");
    }

    @Test
    void letsOnlyItsOwnScriptAndStyleCount() throws Exception {
        assertThat(page)
                .contains("default-src 'none'; ")
                .contains("script-src 'sha256-" + hash(only("<script>(.*?)</script>")) + "'")
                .contains("style-src 'sha256-" + hash(only("<style>(.*?)</style>")) + "'")
                .doesNotContain("unsafe-");
    }

    @Test
    void takesNoMarkupFromAServer() {
        var hostile = SampleRuns.HOSTILE;

        var attacked = html(SampleRuns.on(Isolation.SCHEMA, List.of("B1"), "auth", hostile));

        assertThat(attacked).doesNotContain("<script>alert");
        assertThat(count(attacked, "<script")).isEqualTo(2);
        assertThat(count(attacked, "</script>")).isEqualTo(2);
        assertThat(data(attacked).get("runs").get(0).get("services").get(1).asString())
                .isEqualTo(hostile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "Function(",
                "DOMParser",
                "setHTML",
                "srcdoc",
                "javascript:"
            })
    void putsTextInAsTextOnly(String risk) {
        assertThat(only("<script>(.*?)</script>")).doesNotContain(risk);
    }

    @Test
    void saysEachTextOnce() {
        var nine = html(SampleRuns.on(Isolation.DATABASE, "abcdefghi".split("")));

        assertThat(count(nine, "FATAL: pg_hba.conf rejects connection to a")).isEqualTo(1);
    }

    private static String html(dev.bulkhead.isolation.Findings run) {
        return new HtmlReport(List.of(run)).text();
    }

    private static JsonNode data(String page) {
        return new JsonMapper()
                .readTree(
                        match(
                                "<script type=\"application/json\" id=\"data\">(.*?)</script>",
                                page));
    }

    private String only(String pattern) {
        return match(pattern, page);
    }

    private static String match(String pattern, String page) {
        var found = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String hash(String text) throws Exception {
        var digest =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }
}
