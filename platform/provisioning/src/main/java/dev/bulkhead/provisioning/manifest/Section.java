package dev.bulkhead.provisioning.manifest;

import dev.bulkhead.provisioning.manifest.ManifestReader.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping of the manifest; what is wrong with a value is noted and a stand-in returned. */
class Section {

    private record Entry(int line, Node value) {}

    private final String name;
    private final int line;
    private final Problems problems;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Section(String name, int line, MappingNode node, Problems problems) {
        this.name = name;
        this.line = line;
        this.problems = problems;
        for (var tuple : node.getValue()) {
            var keyLine = ManifestReader.lineOf(tuple.getKeyNode());
            var key = ManifestReader.scalar(tuple.getKeyNode());
            if (key == null) {
                problems.add(keyLine, "a key of %s is no plain word".formatted(name));
                continue;
            }
            var first = entries.putIfAbsent(key, new Entry(keyLine, tuple.getValueNode()));
            if (first != null) {
                problems.add(
                        keyLine,
                        "\"%s\" stands twice in %s, first in line %d"
                                .formatted(key, name, first.line()));
            }
        }
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    int line(String key) {
        var entry = entries.get(key);
        return entry == null ? line : entry.line();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void forEach(ObjIntConsumer<String> action) {
        entries.forEach((key, entry) -> action.accept(key, entry.line()));
    }

    void allow(String... keys) {
        entries.forEach((key, entry) -> {
            if (!Arrays.asList(keys).contains(key)) {
                problems.add(
                        entry.line(),
                        "unknown key \"%s\" in %s%s"
                                .formatted(key, name, Spelling.suggestion(key, keys)));
            }
        });
    }

    boolean required(String key) {
        if (!has(key)) {
            problems.add(line, "%s lacks the key \"%s\"".formatted(name, key));
        }
        return has(key);
    }

    Optional<Section> section(String key) {
        return section(key, "\"%s\"".formatted(key));
    }

    Optional<Section> section(String key, String title) {
        if (!required(key)) {
            return Optional.empty();
        }
        var entry = entry(key);
        if (entry.value() instanceof MappingNode mapping) {
            return Optional.of(new Section(title, entry.line(), mapping, problems));
        }
        problems.add(entry.line(), "%s must be a mapping of keys to values".formatted(title));
        return Optional.empty();
    }

    boolean isNumber(String key) {
        return entry(key).value() instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("[0-9]{1,9}");
    }

    int number(String key, int otherwise, int least, int most) {
        if (!has(key)) {
            return otherwise;
        }
        if (!isNumber(key)) {
            problems.add(line(key), "\"%s\" of %s must be a whole number".formatted(key, name));
            return otherwise;
        }
        var number = Integer.parseInt(((ScalarNode) entry(key).value()).getValue());
        if (number < least || number > most) {
            problems.add(
                    line(key),
                    "\"%s\" of %s must lie between %d and %d, but is %d"
                            .formatted(key, name, least, most, number));
            return otherwise;
        }
        return number;
    }

    /** False when left out. */
    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        var value = ManifestReader.scalar(entry(key).value());
        if (!"true".equals(value) && !"false".equals(value)) {
            problems.add(line(key), "\"%s\" of %s must be true or false".formatted(key, name));
        }
        return "true".equals(value);
    }

    String text(String key, String otherwise, @Nullable Pattern pattern, String description) {
        if (!required(key)) {
            return otherwise;
        }
        if (!(entry(key).value() instanceof ScalarNode scalar)
                || !scalar.getTag().equals(Tag.STR)
                || scalar.getValue().isBlank()
                || (pattern != null && !pattern.matcher(scalar.getValue()).matches())) {
            problems.add(line(key), "\"%s\" of %s must be %s".formatted(key, name, description));
            return otherwise;
        }
        return scalar.getValue();
    }

    /** The value as it stands there, if it is a word. */
    @Nullable String value(String key) {
        return ManifestReader.scalar(entry(key).value());
    }

    /** The value if it looks right, whatever type YAML takes it for; null otherwise. */
    @Nullable String match(String key, Pattern pattern, String description) {
        var value = ManifestReader.scalar(entry(key).value());
        if (value == null || !pattern.matcher(value).matches()) {
            problems.add(line(key), "\"%s\" in %s must be %s".formatted(key, name, description));
            return null;
        }
        return value;
    }

    List<String> words(String key, Pattern pattern, String description) {
        if (!has(key)) {
            return List.of();
        }
        if (!(entry(key).value() instanceof SequenceNode sequence)) {
            problems.add(line(key), "\"%s\" of %s must be a list".formatted(key, name));
            return List.of();
        }
        var words = new ArrayList<String>();
        for (var item : sequence.getValue()) {
            var word = ManifestReader.scalar(item);
            if (word == null || !pattern.matcher(word).matches()) {
                problems.add(
                        ManifestReader.lineOf(item),
                        "\"%s\" in \"%s\" of %s is not %s"
                                .formatted(word == null ? "…" : word, key, name, description));
            } else if (words.contains(word)) {
                problems.add(
                        ManifestReader.lineOf(item),
                        "\"%s\" stands twice in \"%s\" of %s".formatted(word, key, name));
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private Entry entry(String key) {
        var entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException(key);
        }
        return entry;
    }
}
