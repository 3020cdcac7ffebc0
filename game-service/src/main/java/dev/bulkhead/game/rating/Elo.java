package dev.bulkhead.game.rating;

import java.util.List;

/**
 * Elo's rating for games of several players: each game counts as one duel of everybody with
 * everybody, won by the higher score.
 *
 * <p>A duel is expected to yield <code>E = 1 / (1 + 10^((Rb - Ra) / 400))</code> and yields 1, ½ or
 * 0; the rating moves by <code>K (S - E)</code> (Arpad E. Elo, <i>The Rating of Chessplayers, Past
 * and Present</i>, 1978, sections 1.5 to 1.7). Taking the mean over a player's n - 1 duels instead
 * of their sum keeps the most a game can change at K, however many take part; with two players it
 * is Elo's own formula.
 */
public final class Elo {

    private static final double SCALE = 400;

    /**
     * One player of a game.
     *
     * @param rating before the game
     * @param score in the game
     */
    public record Result(int rating, int score) {}

    /**
     * The ratings after the game, in the order of the results; none falls below 0.
     *
     * @param k the most points one game moves a rating
     */
    public static List<Integer> after(List<Result> results, int k) {
        return results.stream().map(it -> after(it, results, k)).toList();
    }

    private static int after(Result mine, List<Result> results, int k) {
        int duels = results.size() - 1;
        if (duels < 1) {
            return mine.rating();
        }
        double surplus = 0;
        for (var theirs : results) {
            if (theirs != mine) {
                surplus += outcome(mine, theirs) - expected(mine, theirs);
            }
        }
        return Math.max(0, Math.toIntExact(Math.round(mine.rating() + k * surplus / duels)));
    }

    private static double outcome(Result mine, Result theirs) {
        return (Integer.signum(Integer.compare(mine.score(), theirs.score())) + 1) / 2.0;
    }

    private static double expected(Result mine, Result theirs) {
        return 1 / (1 + Math.pow(10, (theirs.rating() - mine.rating()) / SCALE));
    }

    private Elo() {}
}
