package dev.bulkhead.media.scan;

import dev.bulkhead.shared.web.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ScanAccess {

    @Bean
    AccessRules adminsScan() {
        return rules -> rules.requestMatchers("/api/media/scan").hasRole("ADMIN");
    }
}
