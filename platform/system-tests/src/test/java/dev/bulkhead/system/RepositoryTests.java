package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no compiler checks: that the repository's papers fit its code. */
class RepositoryTests {

    static final Path ROOT = root();

    /** Problem types are words joined by hyphens, written where problems are made. */
    private static final Pattern TYPE = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"");

    private static final Pattern MAKES_PROBLEMS =
            Pattern.compile("Problems\\.of\\(|/problems/|Problem\\.of");

    /** Other words of that form beside them: values of headers. */
    private static final Set<String> NO_TYPES = Set.of("no-store");

    private static final Pattern OUTLASTS_ITS_TRANSACTION =
            Pattern.compile(
                    """
                    (?xis)
                    set_config \\( [^;]*? , \\s* false \\s* \\)
                    | \\b (re)?set \\s+ ((session|local) \\s+)? "? app\\.
                    | \\b set \\s+ session \\b
                    | \\b reset \\s+ all \\b
                    """);

    @Test
    void everyProblemTypeHasAPage() {
        var types =
                sources("src/main/java", ".java").stream()
                        .map(RepositoryTests::read)
                        .filter(it -> MAKES_PROBLEMS.matcher(it).find())
                        .flatMap(it -> TYPE.matcher(it).results().map(found -> found.group(1)))
                        .filter(Predicate.not(NO_TYPES::contains))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(types).hasSizeGreaterThan(50);
        assertThat(pages()).containsAll(types);
    }

    @Test
    void everyProblemPageHasAType() {
        var code =
                sources("src/main/java", ".java").stream()
                        .map(RepositoryTests::read)
                        .collect(Collectors.joining());

        assertThat(pages()).allMatch(it -> code.contains("\"" + it + "\""));
    }

    @Test
    void versionsStandInTheParentPomOnly() {
        var poms = sources("", "pom.xml");
        assertThat(poms).hasSizeGreaterThan(10);
        for (var pom : poms) {
            if (!pom.equals(ROOT.resolve("pom.xml"))) {
                var own = read(pom).replaceFirst("(?s)<parent>.*?</parent>", "");
                assertThat(own).as(pom.toString()).doesNotContainPattern("<version>[^$]");
            }
        }
    }

    @Test
    void imagesAreLabelledWithTheVersionOfTheParentPom() {
        var version =
                Pattern.compile("<artifactId>bulkhead</artifactId>\\s*<version>(.+)</version>");
        var match = version.matcher(read(ROOT.resolve("pom.xml")));
        assertThat(match.find()).isTrue();

        assertThat(read(ROOT.resolve("Dockerfile")).lines())
                .filteredOn(it -> it.startsWith("ARG VERSION="))
                .isNotEmpty()
                .containsOnly("ARG VERSION=" + match.group(1));
    }

    @Test
    void everyLinkInAPageLeadsSomewhere() throws IOException {
        var link = Pattern.compile("\\]\\(([^)#:]+?)(?:#[^)]*)?\\)");
        try (var files = Files.walk(ROOT)) {
            for (var page : files.filter(it -> ours(it, ".md")).toList()) {
                assertThat(link.matcher(read(page)).results())
                        .as(page.toString())
                        .allMatch(it -> Files.exists(page.resolveSibling(it.group(1))));
            }
        }
    }

    /**
     * Said for longer than a transaction, it would be true of the next borrower of a connection.
     */
    @Test
    void nobodySaysWhoActsForLongerThanATransaction() {
        var services =
                Stream.concat(
                                sources("src/main/java", ".java").stream(),
                                sources("src/main/resources", ".sql").stream())
                        .filter(it -> !ROOT.relativize(it).startsWith("platform"))
                        .toList();
        assertThat(services).hasSizeGreaterThan(100);
        for (var file : services) {
            assertThat(OUTLASTS_ITS_TRANSACTION.matcher(read(file)).results())
                    .as(file.toString())
                    .isEmpty();
        }
        assertThat(services)
                .filteredOn(it -> it.toString().endsWith(".java") && read(it).contains("'app."))
                .extracting(it -> it.getFileName().toString())
                .containsExactly("RowSecurity.java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select set_config('app.current_user_id', ?, false)",
                "SELECT SET_CONFIG('app.current_job',\n    coalesce(?, ''),\n    false)",
                "set app.current_user_id = '1'",
                "set session \"app.current_job\" = 'x'",
                "SET SESSION AUTHORIZATION x",
                "reset all",
                "reset app.current_job"
            })
    void wouldNoticeWhatOutlastsItsTransaction(String statement) {
        assertThat(OUTLASTS_ITS_TRANSACTION.matcher(statement).find()).isTrue();
    }

    private static Set<String> pages() {
        return list(ROOT.resolve("docs/problems")).stream()
                .map(it -> it.getFileName().toString().replace(".md", ""))
                .filter(it -> !it.equals("README"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources(String under, String ending) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(it -> ours(it, ending) && it.toString().contains(under)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ours(Path file, String ending) {
        var path = ROOT.relativize(file).toString();
        return path.endsWith(ending)
                && !path.contains("target/")
                && !path.startsWith(".git/")
                && !path.startsWith(".bulkhead/");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        var at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("platform.yaml"))) {
            at = at.getParent();
        }
        return at;
    }
}
