package dev.bulkhead.isolation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.probe.Probe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResemblanceTests {

    final Resemblance resemblance = new Resemblance(Catalogue.probes());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select * from auth.users                     | B1",
                "SELECT email FROM auth.users WHERE id = 1    | B1",
                "delete from auth.users                       | B4",
                "truncate auth.users                          | B5",
                "drop table auth.users cascade                | B12",
                "select nextval('auth.order_numbers')         | B10",
                "delete from auth.flyway_schema_history       | L5",
                "select * from auth_api.users                 | L17",
                "set role auth_owner                          | E1",
                "select 1                                     | A1"
            })
    void knowsWhatIsTriedAtAVictim(String sql, String probe) {
        assertThat(resemblance.of(sql, true)).map(Probe::id).contains(probe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create temp table t (i int)                  | D3",
                "set statement_timeout = 0                    | G1",
                "alter system set fsync = off                 | E22",
                "select pg_read_file('/etc/passwd')           | H1"
            })
    void knowsWhatIsTriedAlone(String sql, String probe) {
        assertThat(resemblance.of(sql, false)).map(Probe::id).contains(probe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vacuum", "'select'", "nonsense", "{victim.table}"})
    void knowsNothingOfTheRest(String sql) {
        assertThat(resemblance.of(sql, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select email from users", "delete from users", "truncate users"})
    void findsNothingInWhatAServiceDoesAllDay(String sql) {
        assertThat(resemblance.of(sql, false)).isEmpty();
    }
}
