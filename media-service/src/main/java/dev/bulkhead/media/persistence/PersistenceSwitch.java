package dev.bulkhead.media.persistence;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads <code>bulkhead.media.persistence</code>: <code>on</code> (the default) or off. */
class PersistenceSwitch {

    static final String SETTING = "bulkhead.media.persistence";

    static boolean isOn(Environment environment) {
        // YAML turns an unquoted on into true, so both spellings arrive here.
        return environment.getProperty(SETTING, Boolean.class, true);
    }

    static class On implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isOn(context.getEnvironment());
        }
    }

    static class Off implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !isOn(context.getEnvironment());
        }
    }

    private PersistenceSwitch() {}
}
