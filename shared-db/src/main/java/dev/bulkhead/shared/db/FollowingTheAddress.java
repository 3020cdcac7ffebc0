package dev.bulkhead.shared.db;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a {@link MovablePool} in the place of the service's pool. */
class FollowingTheAddress implements BeanPostProcessor, DisposableBean {

    private final Path file;
    private @Nullable MovablePool pool;

    FollowingTheAddress(Path file) {
        this.file = file;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (pool == null && bean instanceof HikariDataSource first) {
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
