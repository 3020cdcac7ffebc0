package dev.bulkhead.testing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Points a service at its test database and at the issuer of test tokens. */
record ServiceTestCustomizer(String service, boolean tokens) implements ContextCustomizer {

    @Override
    public void customizeContext(
            ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        var database = TestServer.shared().database(service);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("service test", properties(database)));
        var beans = context.getBeanFactory();
        beans.registerSingleton("testDatabase", database);
        if (tokens) {
            beans.registerSingleton("tokens", Tokens.shared());
        }
    }

    private Map<String, Object> properties(TestDatabase database) {
        var properties = new HashMap<String, Object>();
        var secrets = database.provisioning().secrets();
        var names = database.names();
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", names.user());
        properties.put("bulkhead.db.password-file", secrets.file(names.user()).toString());
        properties.put("bulkhead.db.prefix", names.prefix());
        properties.put("bulkhead.db.owner-role", names.owner());
        // contexts that wait in the cache must not use up the user's connections
        properties.put("spring.datasource.hikari.minimum-idle", "0");
        properties.put("spring.datasource.hikari.idle-timeout", "10000");
        for (var secret : names.service().secrets()) {
            properties.put(
                    "bulkhead.%s.%s-file"
                            .formatted(service, secret.replace('_', '-').toLowerCase(Locale.ROOT)),
                    secrets.file(service, secret).toString());
        }
        if (tokens) {
            properties.put("bulkhead.jwks-uri", Tokens.shared().jwksUri());
            properties.put("bulkhead.issuer", Tokens.shared().issuer());
        }
        return properties;
    }
}
