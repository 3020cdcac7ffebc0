package dev.bulkhead.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out the platform on the manifest's rung, started for the first test that wants it, or the
 * {@link Ladder} to whoever wants other rungs.
 */
final class PlatformExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Platform.class || type == Ladder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var ladder =
                context.getRoot()
                        .getStore(Namespace.create(Ladder.class))
                        .computeIfAbsent(Ladder.class, _ -> new Ladder(), Ladder.class);
        return parameter.getParameter().getType() == Ladder.class
                ? ladder
                : ladder.on(Rung.DATABASE);
    }
}
