package dev.bulkhead.testing;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Gives each top-level test class a database that no other has touched. */
class FreshDatabase implements TestExecutionListener, Ordered {

    /** Before Spring makes the context, which already reads the database. */
    @Override
    public int getOrder() {
        return 500;
    }

    @Override
    public void beforeTestClass(TestContext testContext) {
        var testClass = testContext.getTestClass();
        var test = TestContextAnnotationUtils.findMergedAnnotation(testClass, ServiceTest.class);
        if (test == null || (testClass.isMemberClass() && isNested(testClass))) {
            return;
        }
        TestServer.shared().database(test.value()).handOut();
        if (testContext.hasApplicationContext()) {
            // afterwards, for the pool refills itself as soon as the old database is gone
            testContext.getApplicationContext().getBeansOfType(DataSource.class).values().stream()
                    .filter(HikariDataSource.class::isInstance)
                    .map(HikariDataSource.class::cast)
                    .map(HikariDataSource::getHikariPoolMXBean)
                    .filter(pool -> pool != null)
                    .forEach(pool -> pool.softEvictConnections());
        }
    }

    /** A nested class goes on where the enclosing one is. */
    private static boolean isNested(Class<?> testClass) {
        return testClass.isAnnotationPresent(org.junit.jupiter.api.Nested.class);
    }
}
