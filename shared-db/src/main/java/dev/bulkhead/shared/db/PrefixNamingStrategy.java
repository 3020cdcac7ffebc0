package dev.bulkhead.shared.db;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;

/** Snake case, and the service's prefix before tables and sequences: entities never name it. */
class PrefixNamingStrategy extends PhysicalNamingStrategySnakeCaseImpl {

    private static final long serialVersionUID = 1L;

    private final String prefix;

    PrefixNamingStrategy(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
        return prefixed(super.toPhysicalTableName(name, environment));
    }

    @Override
    public Identifier toPhysicalSequenceName(Identifier name, JdbcEnvironment environment) {
        return prefixed(super.toPhysicalSequenceName(name, environment));
    }

    private Identifier prefixed(Identifier name) {
        return prefix.isEmpty()
                ? name
                : Identifier.toIdentifier(prefix + name.getText(), name.isQuoted());
    }
}
