package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Screen;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Hands each verb the checkout it works on and the screen it speaks to. */
record CommandFactory(Checkout checkout, Screen screen) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        try {
            var constructor = type.getDeclaredConstructor(Checkout.class, Screen.class);
            constructor.setAccessible(true); // a verb is its package's own
            return constructor.newInstance(checkout, screen);
        } catch (NoSuchMethodException e) {
            return CommandLine.defaultFactory().create(type);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
