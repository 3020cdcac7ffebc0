package dev.bulkhead.game.career;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a player has achieved in all games that were finished.
 *
 * @param wins games in the first place, shared ones too
 * @param questions that were asked in these games
 * @param accuracy share of them that were answered right, 0 to 1; null before the first
 */
record Career(
        UUID id,
        String username,
        int rating,
        int games,
        int wins,
        long questions,
        long correctAnswers,
        @Nullable Double accuracy,
        @Nullable Instant lastPlayedAt,
        Instant createdAt) {}
