package dev.bulkhead.toolbox.look;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a statement holds, no value in it is shown. */
class StatementTextTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    select 1                                        | select ?
                    select v1, a.b2 from t3 where x_4 = 5           | select v1, a.b2 from t3 where x_4 = ?
                    select * from users where email = 'a@b.c'       | select * from users where email = ?
                    select 'it''s', E'it\\'s', e'\\\\', 'x'         | select ?, ?, ?, ?
                    select $1, $2 from t where id=$3                | select $1, $2 from t where id=$3
                    select $$secret$$, $a$x $$ y$a$, 7              | select ?, ?, ?
                    select U&'\\0061', B'01', X'1F', N'n'           | select ?, ?, ?, ?
                    select 1.5, .5, 1e-5, 0x1F, 1_000, -3           | select ?, ?, ?, ?, ?, -?
                    select "it's 5", "a""b" from "T 1"              | select "it's 5", "a""b" from "T 1"
                    alter role a password 'cut off                  | alter role a password ?
                    select /* user 42 */ 1 -- and 'this'            | select ?
                    select 1 /* cut off 'here                       | select ?
                    """)
    void hidesValues(String statement, String shown) {
        assertThat(StatementText.of(statement)).isEqualTo(shown);
    }

    @Test
    void isOneLineOfAscii() {
        assertThat(StatementText.of("select a,\n\t  b\r\n from \"\u001b[31m\u00e4\""))
                .isEqualTo("select a, b from \"?[31m?\"");
    }

    @Test
    void endsSomewhere() {
        assertThat(StatementText.of("select " + "a, ".repeat(1_000))).hasSize(500).endsWith("...");
        assertThat(StatementText.of("select '" + "''x".repeat(100_000))).isEqualTo("select ?");
    }
}
