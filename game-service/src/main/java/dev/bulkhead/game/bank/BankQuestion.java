package dev.bulkhead.game.bank;

import java.util.List;

/**
 * One question of the bank.
 *
 * @param options four different texts, one of them the correct answer
 */
public record BankQuestion(
        String text, List<String> options, String correctAnswer, Difficulty difficulty) {}
