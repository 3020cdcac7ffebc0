package dev.bulkhead.shared.db;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/**
 * Has Spring Data pass the queries of repositories on to Hibernate, which parses and checks them
 * when the service starts. Spring Data would parse each with a grammar of its own before, a tenth
 * of the start, to be able to add an order or to count the rows: no repository here asks for
 * either.
 */
class QueriesAsWritten implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof JpaRepositoryFactoryBean<?, ?, ?> repository) {
            repository.setQueryEnhancerSelectorSource(_ -> QueryEnhancerFactories.fallback());
        }
        return bean;
    }
}
