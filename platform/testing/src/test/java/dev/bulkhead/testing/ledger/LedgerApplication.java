package dev.bulkhead.testing.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The smallest service that can be tested. */
@SpringBootApplication
@RestController
class LedgerApplication {

    private final JdbcClient jdbc;

    LedgerApplication(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/accounts")
    int count() {
        return jdbc.sql("select count(*) from accounts").query(Integer.class).single();
    }

    @PostMapping("/accounts/{name}")
    void open(@PathVariable String name) {
        jdbc.sql("insert into accounts values (?, 0)").param(name).update();
    }

    @Bean
    static HikariDataSource dataSource(
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String user,
            @Value("${bulkhead.db.password-file}") Path passwordFile)
            throws IOException {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(Files.readString(passwordFile).strip());
        pool.setMaximumPoolSize(5);
        return pool;
    }
}
