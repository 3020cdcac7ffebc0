package dev.bulkhead.game.quiz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bulkhead.game.bank.BankQuestion;
import dev.bulkhead.game.bank.Difficulty;
import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.player.Ratings.Change;
import dev.bulkhead.game.quiz.AnswerOutcome.Accepted;
import dev.bulkhead.game.quiz.AnswerOutcome.Reason;
import dev.bulkhead.game.quiz.AnswerOutcome.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Questions are open for 10 s, with 3 s before each. */
class GameTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final GameRules RULES =
            new GameRules(
                    Duration.ofSeconds(3),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(15));

    final PlayerId anna = new PlayerId(UUID.randomUUID());
    final PlayerId ben = new PlayerId(UUID.randomUUID());
    final Game game =
            Game.start(
                    UUID.randomUUID(),
                    List.of(anna, ben),
                    List.of(question("A"), question("B"), question("C")),
                    10,
                    RULES,
                    NOON,
                    new Random(1));

    static BankQuestion question(String text) {
        return new BankQuestion(
                text, List.of("right", "wrong", "worse", "worst"), "right", Difficulty.HARD);
    }

    static Instant second(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    AnswerOutcome answer(PlayerId player, String answer, Instant at) {
        return game.answer(player, game.current().id(), answer, at, RULES);
    }

    int score(PlayerId player) {
        return game.participant(player).orElseThrow().score();
    }

    @Test
    void opensTheFirstQuestionAfterThePause() {
        game.advance(second(2), RULES);
        assertThat(game.status()).isEqualTo(GameStatus.WAITING);

        game.advance(second(3), RULES);
        assertThat(game.status()).isEqualTo(GameStatus.ASKING);
        assertThat(game.nextDueAt()).isEqualTo(second(13));
    }

    @Test
    void shufflesTheOptionsButKeepsThem() {
        assertThat(game.questions())
                .allSatisfy(it ->
                        assertThat(it.options())
                                .containsExactlyInAnyOrder("right", "wrong", "worse", "worst"))
                .anySatisfy(it ->
                        assertThat(it.options())
                                .isNotEqualTo(List.of("right", "wrong", "worse", "worst")));
    }

    @Test
    void takesAnswersUntilTheDeadlineAndNotAtIt() {
        game.advance(second(3), RULES);
        assertThat(answer(anna, "right", second(13).minusMillis(1))).isInstanceOf(Accepted.class);

        var late = game.current().id();
        game.advance(second(13), RULES);
        assertThat(game.answer(ben, late, "right", second(13), RULES))
                .isEqualTo(new Refused(Reason.QUESTION_CLOSED));
    }

    @Test
    void takesOneAnswerOfEachPlayer() {
        game.advance(second(3), RULES);
        answer(anna, "wrong", second(4));

        assertThat(answer(anna, "right", second(5)))
                .isEqualTo(new Refused(Reason.ALREADY_ANSWERED));
    }

    @Test
    void refusesWhatIsNoOptionAndWhatWasNotAsked() {
        game.advance(second(3), RULES);

        assertThat(answer(anna, "something else", second(4)))
                .isEqualTo(new Refused(Reason.UNKNOWN_OPTION));
        assertThat(game.answer(anna, game.questions().getLast().id(), "right", second(4), RULES))
                .isEqualTo(new Refused(Reason.QUESTION_NOT_FOUND));
        assertThat(answer(new PlayerId(UUID.randomUUID()), "right", second(4)))
                .isEqualTo(new Refused(Reason.GAME_NOT_FOUND));
    }

    @Test
    void scoresByCorrectnessAndSpeedOnceTheQuestionHasClosed() {
        game.advance(second(3), RULES);
        answer(anna, "right", second(8)); // half of the time is over
        assertThat(score(anna)).isZero();

        game.advance(second(13), RULES);
        assertThat(score(anna)).isEqualTo(750);
        assertThat(score(ben)).isZero();
    }

    @Test
    void closesAQuestionEarlyWhenAllHaveAnswered() {
        game.advance(second(3), RULES);
        var first = game.current();
        answer(anna, "right", second(4));
        answer(ben, "wrong", second(5));

        assertThat(first.closed()).isTrue();
        assertThat(first.closesAt()).isEqualTo(second(5));
        assertThat(game.status()).isEqualTo(GameStatus.WAITING);
        assertThat(game.nextDueAt()).isEqualTo(second(8));
    }

    @Test
    void countsTimeFromOpeningEvenIfTheRequestCameEarlier() {
        game.advance(second(3), RULES);

        assertThat(answer(anna, "right", second(2)))
                .isInstanceOfSatisfying(
                        Accepted.class, it -> assertThat(it.timeTakenMillis()).isZero());
    }

    @Test
    void numbersEveryEventOnce() {
        assertThat(game.lastEvent()).isEqualTo(1);
        game.advance(second(3), RULES);
        assertThat(game.lastEvent()).isEqualTo(2);
        answer(anna, "right", second(4));
        assertThat(game.lastEvent()).isEqualTo(3);
        answer(ben, "right", second(4)); // and the question closes
        assertThat(game.lastEvent()).isEqualTo(5);
        game.advance(second(6), RULES);
        assertThat(game.lastEvent()).isEqualTo(5);
    }

    @Test
    void keepsToTheScheduleIfTheConductorIsALittleLate() {
        game.advance(second(7), RULES); // 4 s late

        assertThat(game.current().opensAt()).isEqualTo(second(3));
        assertThat(game.nextDueAt()).isEqualTo(second(13));
    }

    @Test
    void finishesByTheClockAlone() {
        for (int at = 0; at <= 60; at++) {
            game.advance(second(at), RULES);
        }

        assertThat(game.status()).isEqualTo(GameStatus.FINISHED);
        assertThat(game.endedAt()).isEqualTo(second(3 * (3 + 10)));
        assertThat(game.nextDueAt()).isNull();
    }

    @Test
    void opensAQuestionForItsFullTimeAfterAnOutage() {
        game.advance(second(100), RULES); // nobody was there to open the first at 3 s

        assertThat(game.current().opensAt()).isEqualTo(second(100));
        assertThat(game.nextDueAt()).isEqualTo(second(110));
    }

    @Test
    void losesToAnOutageAtMostTheQuestionThatWasOpen() {
        game.advance(second(3), RULES);
        answer(anna, "right", second(3));
        var interrupted = game.current();

        game.advance(second(100), RULES);

        assertThat(interrupted.closesAt()).isEqualTo(second(13));
        assertThat(score(anna)).isEqualTo(1000);
        assertThat(game.status()).isEqualTo(GameStatus.WAITING);
        assertThat(game.nextDueAt()).isEqualTo(second(103));
    }

    @Test
    void isCancelledWhenTheOutageWasTooLong() {
        game.advance(second(3), RULES);
        answer(anna, "right", second(4));

        game.advance(NOON.plus(Duration.ofHours(2)), RULES);

        assertThat(game.status()).isEqualTo(GameStatus.CANCELLED);
        assertThat(game.questions().getFirst().closed()).isTrue();
        assertThat(game.questions().get(1).opened()).isFalse();
    }

    @Test
    void isFinishedAllTheSameIfItsLastQuestionWasOpenThen() {
        for (int at = 0; at <= 30; at++) {
            game.advance(second(at), RULES);
        }
        assertThat(game.current()).isSameAs(game.questions().getLast());

        game.advance(NOON.plus(Duration.ofHours(2)), RULES);

        assertThat(game.status()).isEqualTo(GameStatus.FINISHED);
        assertThat(game.endedAt()).isEqualTo(second(39));
    }

    @Test
    void sharesAPlaceBetweenEqualScores() {
        var carl = new PlayerId(UUID.randomUUID());
        var three =
                Game.start(
                        UUID.randomUUID(),
                        List.of(anna, ben, carl),
                        List.of(question("A")),
                        10,
                        RULES,
                        NOON,
                        new Random(1));
        three.advance(second(3), RULES);
        three.answer(anna, three.current().id(), "right", second(5), RULES);
        three.answer(ben, three.current().id(), "right", second(5), RULES);
        three.answer(carl, three.current().id(), "wrong", second(5), RULES);
        var same = new Change(1200, 1200);

        three.settle(Map.of(anna, same, ben, same, carl, same));

        assertThat(three.over()).isTrue();
        assertThat(three.participants())
                .extracting(Participant::player, Participant::place)
                .containsExactlyInAnyOrder(tuple(anna, 1), tuple(ben, 1), tuple(carl, 3));
    }
}
