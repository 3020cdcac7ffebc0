package dev.bulkhead.game.quiz;

import dev.bulkhead.game.bank.Category;
import dev.bulkhead.game.bank.Difficulty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a game is to be like.
 *
 * @param categories to draw from; empty for all
 * @param difficulty of all questions; null for a mixture
 * @param questions how many are asked
 * @param secondsPerQuestion how long each is open at most
 */
public record QuizSettings(
        List<Category> categories,
        @Nullable Difficulty difficulty,
        int questions,
        int secondsPerQuestion) {}
