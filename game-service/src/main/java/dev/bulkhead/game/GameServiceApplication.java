package dev.bulkhead.game;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class GameServiceApplication {

    static void main(String[] args) {
        SpringApplication.run(GameServiceApplication.class, args);
    }
}
