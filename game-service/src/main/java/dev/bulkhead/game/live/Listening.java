package dev.bulkhead.game.live;

import dev.bulkhead.game.ticker.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the streams of this instance supplied. */
@Configuration(proxyBeanMethods = false)
class Listening {

    @Bean
    Ticker streamFeeder(Subscriptions subscriptions, StreamRules rules) {
        return new Ticker("stream-feeder", rules.poll(), subscriptions::poll);
    }
}
