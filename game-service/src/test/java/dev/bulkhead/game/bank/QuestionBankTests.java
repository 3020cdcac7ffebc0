package dev.bulkhead.game.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.testing.TestDatabase;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** The bank as production has it. */
@GameTest
class QuestionBankTests {

    @Autowired QuestionBank bank;
    @Autowired TestDatabase db;

    @Test
    void holdsEnoughGoodQuestions() {
        var all = bank.draw(List.of(), null, 1_000);

        assertThat(all).hasSizeGreaterThanOrEqualTo(100).hasSize(bank.size(List.of(), null));
        assertThat(all)
                .allSatisfy(it -> {
                    assertThat(it.options()).hasSize(4).doesNotHaveDuplicates();
                    assertThat(it.options()).contains(it.correctAnswer());
                    assertThat(it.options()).allMatch(option -> option.equals(option.strip()));
                    assertThat(it.text()).isEqualTo(it.text().strip()).matches(".*[?.]$");
                });
        assertThat(all.stream().map(it -> it.text().toLowerCase()).toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void hasSomethingOfEverything() {
        for (var category : Category.values()) {
            for (var difficulty : Difficulty.values()) {
                assertThat(bank.size(List.of(category), difficulty))
                        .as("%s %s", difficulty, category)
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void givesTheRightAnswerNoUsualPlace() {
        var places = new HashSet<Integer>();
        bank.draw(List.of(), null, 1_000)
                .forEach(it -> places.add(it.options().indexOf(it.correctAnswer())));

        assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void drawsWhatIsAskedForInAnyOrder() {
        var drawn = bank.draw(EnumSet.of(Category.HISTORY), Difficulty.EASY, 6);

        assertThat(drawn).hasSize(6).doesNotHaveDuplicates();
        assertThat(drawn).allMatch(it -> it.difficulty() == Difficulty.EASY);
        var orders = new HashSet<List<BankQuestion>>();
        for (int i = 0; i < 20; i++) {
            orders.add(bank.draw(EnumSet.of(Category.HISTORY), Difficulty.EASY, 6));
        }
        assertThat(orders).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "question_bank_has_four_options; [\"a\", \"b\", \"c\"]; a",
                "question_bank_has_four_options; [\"a\", \"b\", \"c\", \"d\", \"e\"]; a",
                "question_bank_answer_is_an_option; {\"a\": 1}; a",
                "question_bank_options_differ; [\"a\", \"b\", \"b\", \"d\"]; a",
                "question_bank_answer_is_an_option; [\"a\", \"b\", \"c\", \"d\"]; e"
            })
    void cannotHoldAnUnanswerableQuestion(String check, String options, String answer) {
        assertThatThrownBy(() ->
                        db.asOwner()
                                .sql(
                                        """
                                        insert into question_bank
                                        values (:id, 'arts', 'easy', 'x', :options::jsonb,
                                                :answer)
                                        """)
                                .param("id", UUID.randomUUID())
                                .param("options", options)
                                .param("answer", answer)
                                .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining(check);
    }
}
