package dev.bulkhead.game.quiz;

import java.util.UUID;

/** A game is over; published within the transaction that ended it. */
public record GameEnded(GameId game, UUID lobby) {}
