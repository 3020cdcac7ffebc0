package dev.bulkhead.game.bank;

import dev.bulkhead.shared.db.Tables;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Draws questions at random. */
@Service
public class QuestionBank {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final JsonMapper json;

    QuestionBank(JdbcClient jdbc, Tables tables, JsonMapper json) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.json = json;
    }

    /**
     * How many questions there are to draw from.
     *
     * @param categories empty for all
     * @param difficulty null for all
     */
    public int size(Collection<Category> categories, @Nullable Difficulty difficulty) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select count(*) from ${prefix}question_bank
                                where category in (:categories) and difficulty in (:difficulties)
                                """))
                .param("categories", texts(categories))
                .param("difficulties", texts(difficulty))
                .query(Integer.class)
                .single();
    }

    /** As many different questions as asked for, or all there are. */
    public List<BankQuestion> draw(
            Collection<Category> categories, @Nullable Difficulty difficulty, int count) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select question_text, options, correct_answer, difficulty
                                from ${prefix}question_bank
                                where category in (:categories) and difficulty in (:difficulties)
                                order by random()
                                limit :count
                                """))
                .param("categories", texts(categories))
                .param("difficulties", texts(difficulty))
                .param("count", count)
                .query((row, number) ->
                        new BankQuestion(
                                row.getString("question_text"),
                                List.of(json.readValue(row.getString("options"), String[].class)),
                                row.getString("correct_answer"),
                                Difficulty.of(row.getString("difficulty"))))
                .list();
    }

    private static List<String> texts(Collection<Category> categories) {
        return (categories.isEmpty() ? EnumSet.allOf(Category.class) : categories)
                .stream().map(Category::toString).toList();
    }

    private static List<String> texts(@Nullable Difficulty difficulty) {
        return (difficulty == null ? EnumSet.allOf(Difficulty.class) : EnumSet.of(difficulty))
                .stream().map(Difficulty::toString).toList();
    }
}
