package dev.bulkhead.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** A valid JSON body, made invalid in one place at a time. */
class Mutations {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HUGE_TEXT = "x".repeat(100_000);

    private final JsonNode root;
    private final Set<String> optional;
    private final Set<String> mayBeEmpty;

    Mutations(String valid, Set<String> optional, Set<String> mayBeEmpty) {
        this.root = JSON.readTree(valid);
        this.optional = optional;
        this.mayBeEmpty = mayBeEmpty;
    }

    /** Hands over each mutation's name and text. */
    void forEach(BiConsumer<String, String> action) {
        walk("", root, action);
    }

    private void walk(String path, JsonNode node, BiConsumer<String, String> action) {
        switch (node) {
            case ObjectNode object -> {
                emit(
                        path + " with an unknown property",
                        object,
                        "surprise",
                        NODES.numberNode(1),
                        action);
                for (var name : object.propertyNames().toArray(String[]::new)) {
                    var child = path.isEmpty() ? name : path + "." + name;
                    field(child, object, name, action);
                    walk(child, object.get(name), action);
                }
            }
            case ArrayNode array when !array.isEmpty() -> {
                var child = path + "[]";
                var first = array.get(0);
                wrong(child, first)
                        .forEach((what, value) -> {
                            array.set(0, value);
                            action.accept(child + " " + what, text());
                            array.set(0, first);
                        });
                walk(child, first, action);
            }
            default -> {}
        }
    }

    private void field(
            String path, ObjectNode parent, String name, BiConsumer<String, String> action) {
        var valid = parent.get(name);
        wrong(path, valid)
                .forEach((what, value) -> emit(path + " " + what, parent, name, value, action));
        if (!optional.contains(path)) {
            emit(path + " null", parent, name, NODES.nullNode(), action);
            parent.remove(name);
            action.accept(path + " missing", text());
            parent.set(name, valid);
        }
        var twice = JSON.writeValueAsString(Map.of(name, valid));
        twice = twice.substring(1, twice.length() - 1);
        emit(
                path + " twice",
                parent,
                name,
                raw(JSON.writeValueAsString(valid) + "," + twice),
                action);
    }

    private Map<String, JsonNode> wrong(String path, JsonNode valid) {
        var values = new LinkedHashMap<String, JsonNode>();
        if (valid.isString()) {
            values.put("as number", NODES.numberNode(5));
            values.put("as boolean", NODES.booleanNode(true));
            values.put("as array", NODES.arrayNode().add(valid.asString()));
            values.put("as object", NODES.objectNode());
            values.put("huge", NODES.stringNode(HUGE_TEXT));
            values.put("with U+0000", NODES.stringNode(valid.asString() + "\u0000"));
            values.put("with half a character", raw("\"\\ud800\""));
            if (!mayBeEmpty.contains(path)) {
                values.put("empty", NODES.stringNode(""));
                values.put("blank", NODES.stringNode("  "));
            }
        } else if (valid.isNumber()) {
            values.put("as text", NODES.stringNode(valid.asString()));
            values.put("as empty text", NODES.stringNode(""));
            values.put("as boolean", NODES.booleanNode(true));
            values.put("as array", NODES.arrayNode().add(valid));
            values.put("as object", NODES.objectNode());
            values.put("huge", raw("1" + "0".repeat(40)));
            values.put("beyond all bounds", raw("1e999"));
            values.put("not a number", raw("NaN"));
            if (valid.isIntegralNumber()) {
                values.put("with a fraction", raw(valid.asString() + ".5"));
            }
        } else if (valid.isBoolean()) {
            values.put("as text", NODES.stringNode("true"));
            values.put("as number", NODES.numberNode(1));
            values.put("as array", NODES.arrayNode().add(true));
            values.put("as object", NODES.objectNode());
        } else if (valid.isArray()) {
            values.put("as text", NODES.stringNode("text"));
            values.put("as number", NODES.numberNode(5));
            values.put("as object", NODES.objectNode());
            values.put("with null", NODES.arrayNode().add(NODES.nullNode()));
            if (!mayBeEmpty.contains(path)) {
                values.put("empty", NODES.arrayNode());
            }
        } else if (valid.isObject()) {
            values.put("as text", NODES.stringNode("text"));
            values.put("as number", NODES.numberNode(5));
            values.put("as array", NODES.arrayNode());
        }
        return values;
    }

    private void emit(
            String title,
            ObjectNode parent,
            String name,
            JsonNode value,
            BiConsumer<String, String> action) {
        var before = parent.get(name);
        parent.set(name, value);
        action.accept(title.strip(), text());
        if (before == null) {
            parent.remove(name);
        } else {
            parent.set(name, before);
        }
    }

    private String text() {
        return JSON.writeValueAsString(root);
    }

    private static JsonNode raw(String json) {
        return NODES.rawValueNode(new RawValue(json));
    }
}
