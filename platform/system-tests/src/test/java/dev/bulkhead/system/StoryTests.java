package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two people use everything there is, through the gateway, on every rung of the ladder. Only the
 * last test knows which rung it is.
 */
@Order(1)
@ParameterizedClass(name = "on the rung {0}")
@EnumSource(Rung.class)
@ExtendWith(PlatformExtension.class)
class StoryTests extends Story {

    static Platform platform;

    @Parameter Rung rung;

    @BeforeParameterizedClassInvocation
    static void climb(Rung rung, Ladder ladder) {
        platform = ladder.on(rung);
        begin(platform);
    }

    @Test
    void everyTableIsWhereTheRungSays() throws SQLException {
        assertThat(platform.servers()).isEqualTo(rung.servers());
        var known =
                Map.of("auth", "users", "payment", "orders", "game", "players", "media", "videos");
        for (var service : Platform.SERVICES) {
            var place = rung.place(service);
            var table = place.schema() + "." + place.prefix() + known.get(service);
            try (var connection = platform.administer(service);
                    var statement = connection.createStatement()) {
                assertThat(one(statement, "select to_regclass('" + table + "') is not null"))
                        .as(table + " on " + place.server())
                        .isEqualTo("t");
                assertThat(
                                one(
                                        statement,
                                        """
                                        select string_agg(distinct usename, ', ')
                                          from pg_stat_activity
                                         where application_name = '%s-service'
                                        """
                                                .formatted(service)))
                        .isEqualTo(place.user());
            }
        }
        var auth = rung.place("auth");
        try (var connection = platform.administer("auth");
                var statement = connection.createStatement()) {
            var users = auth.schema() + "." + auth.prefix() + "users";
            assertThat(one(statement, "select id from " + users + " where id = '" + anna.id + "'"))
                    .isEqualTo(anna.id);
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
