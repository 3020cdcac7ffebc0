package dev.bulkhead.game;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class GameServiceApplication {

    static void main(String[] args) {
        SpringApplication.run(GameServiceApplication.class, args);
    }
}
