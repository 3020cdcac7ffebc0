package dev.bulkhead.game.career;

import java.time.Instant;
import java.util.UUID;

/** One finished game in the history of a player. */
record PlayedGame(
        UUID gameId,
        String lobbyName,
        Instant startedAt,
        Instant endedAt,
        int players,
        int place,
        int score,
        int correctAnswers,
        int questionCount,
        int ratingBefore,
        int ratingAfter) {}
