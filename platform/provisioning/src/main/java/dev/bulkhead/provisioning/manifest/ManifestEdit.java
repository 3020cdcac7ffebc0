package dev.bulkhead.provisioning.manifest;

import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A manifest's text with one line changed or added; whatever else somebody wrote, comments and
 * order included, stays as it was.
 *
 * @param text the new one
 * @param line what that line says now
 */
public record ManifestEdit(String text, String line) {

    /**
     * Puts a service on a rung.
     *
     * @return empty where the service is written in a way that has no lines to change
     */
    public static Optional<ManifestEdit> isolation(String text, String service, Isolation rung) {
        var wanted = "isolation: " + rung.word();
        return root(text)
                .flatMap(it -> value(it, "services"))
                .flatMap(it -> value(it, service))
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .filter(it -> it.getFlowStyle() == FlowStyle.BLOCK && !it.getValue().isEmpty())
                .map(it ->
                        value(it, "isolation")
                                .map(rungNow -> replaced(text, rungNow, rung, wanted))
                                .orElseGet(() -> inserted(text, it, wanted)));
    }

    private static Optional<Node> root(String text) {
        try {
            return Optional.ofNullable(
                    new Yaml(new LoaderOptions()).compose(new StringReader(text)));
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    private static Optional<Node> value(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(it ->
                                it.getKeyNode() instanceof ScalarNode name
                                        && Objects.equals(name.getValue(), key))
                        .map(it -> it.getValueNode())
                        .findFirst()
                : Optional.empty();
    }

    private static ManifestEdit replaced(String text, Node now, Isolation rung, String line) {
        var start = index(text, now.getStartMark().getIndex());
        var end = index(text, now.getEndMark().getIndex());
        return new ManifestEdit(text.substring(0, start) + rung.word() + text.substring(end), line);
    }

    private static ManifestEdit inserted(String text, MappingNode service, String line) {
        var first = service.getValue().getFirst().getKeyNode().getStartMark();
        var at = index(text, first.getIndex());
        return new ManifestEdit(
                text.substring(0, at)
                        + line
                        + "\n"
                        + " ".repeat(first.getColumn())
                        + text.substring(at),
                line);
    }

    /** Marks count code points. */
    private static int index(String text, int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }
}
