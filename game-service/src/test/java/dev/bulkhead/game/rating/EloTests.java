package dev.bulkhead.game.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.rating.Elo.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class EloTests {

    static final int K = 32;

    @Test
    void movesHalfOfKBetweenEqualPlayers() {
        assertThat(Elo.after(List.of(new Result(1200, 50), new Result(1200, 10)), K))
                .containsExactly(1216, 1184);
    }

    @Test
    void leavesEqualPlayersAloneAfterADraw() {
        assertThat(Elo.after(List.of(new Result(1200, 50), new Result(1200, 50)), K))
                .containsExactly(1200, 1200);
    }

    /** Expected by the formula: 1 / (1 + 10^(400/400)) = 1/11 for the weaker one. */
    @Test
    void rewardsTheUpsetMoreThanTheExpectedWin() {
        assertThat(Elo.after(List.of(new Result(1200, 50), new Result(1600, 10)), K))
                .containsExactly(1229, 1571); // 32 * 10/11 = 29.1
        assertThat(Elo.after(List.of(new Result(1200, 10), new Result(1600, 50)), K))
                .containsExactly(1197, 1603); // 32 * 1/11 = 2.9
    }

    @Test
    void comparesEverybodyWithEverybody() {
        assertThat(
                        Elo.after(
                                List.of(
                                        new Result(1200, 30),
                                        new Result(1200, 20),
                                        new Result(1200, 10)),
                                K))
                .containsExactly(1216, 1200, 1184);
    }

    @Test
    void movesNobodyByMoreThanK() {
        var after =
                Elo.after(
                        List.of(
                                new Result(100, 90),
                                new Result(2900, 1),
                                new Result(2900, 2),
                                new Result(2900, 3)),
                        K);

        assertThat(after.getFirst()).isEqualTo(132);
    }

    @Test
    void fallsToZeroAtMost() {
        assertThat(Elo.after(List.of(new Result(5, 0), new Result(5, 9)), K))
                .containsExactly(0, 21);
    }

    @Test
    void leavesAPlayerWithoutOpponentAlone() {
        assertThat(Elo.after(List.of(new Result(1200, 7)), K)).containsExactly(1200);
    }
}
