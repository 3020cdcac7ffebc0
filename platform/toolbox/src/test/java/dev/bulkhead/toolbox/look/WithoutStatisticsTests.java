package dev.bulkhead.toolbox.look;

import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's server, which loads another library and not the one that counts statements. */
class WithoutStatisticsTests {

    @Test
    void saysWhatToAdd(@TempDir Path folder) {
        try (var platform =
                new ShopPlatform(
                        folder, null, Map.of("shared_preload_libraries", "auto_explain"))) {
            var shop = platform.ready(DATABASE);

            assertThat(shop.plan().steps()).isEmpty();
            assertThatExceptionOfType(LookingFailed.class)
                    .isThrownBy(() -> Looking.at(shop).slow(SlowStatements.Order.total, 1))
                    .withMessageContaining("keeps no statistics of statements: add the line")
                    .withMessageContaining(
                            "shared_preload_libraries = 'auto_explain, pg_stat_statements'")
                    .withMessageContaining("restart it");
            assertThatExceptionOfType(LookingFailed.class)
                    .isThrownBy(() -> Looking.at(shop).forgetStatements());
        }
    }
}
