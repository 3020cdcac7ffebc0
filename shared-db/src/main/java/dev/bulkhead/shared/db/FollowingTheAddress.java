package dev.bulkhead.shared.db;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts a {@link MovablePool} in the place of the service's pool, where there is a file to follow.
 */
class FollowingTheAddress implements BeanPostProcessor, DisposableBean {

    private final @Nullable Path file;
    private @Nullable MovablePool pool;

    FollowingTheAddress(@Nullable Path file) {
        this.file = file;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (file != null && pool == null && bean instanceof HikariDataSource first) {
            pool = new MovablePool(first, file);
            return pool.open();
        }
        return bean;
    }

    @Override
    public void destroy() {
        if (pool != null) {
            pool.close();
        }
    }
}
