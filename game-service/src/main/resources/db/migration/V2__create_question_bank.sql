-- What games draw their questions from. A game copies the text of a question, so that the bank can
-- be corrected at any time without rewriting what was asked.
create table ${prefix}question_bank (
    id             uuid  not null,
    category       text  not null,
    difficulty     text  not null,
    question_text  text  not null,
    options        jsonb not null,
    correct_answer text  not null,

    constraint question_bank_pkey primary key (id),
    constraint question_bank_question_text_key unique (question_text),
    constraint question_bank_category_is_known check (
        category in ('geography', 'history', 'science', 'mathematics', 'language', 'computing', 'arts', 'sport')),
    constraint question_bank_difficulty_is_known check (difficulty in ('easy', 'medium', 'hard')),
    constraint question_bank_text_is_short check (char_length(question_text) between 1 and 500),
    constraint question_bank_has_four_options check (
        jsonb_typeof(options) = 'array' and jsonb_array_length(options) = 4),
    constraint question_bank_options_differ check (
        options -> 0 <> options -> 1 and options -> 0 <> options -> 2 and options -> 0 <> options -> 3
        and options -> 1 <> options -> 2 and options -> 1 <> options -> 3 and options -> 2 <> options -> 3),
    constraint question_bank_answer_is_an_option check (options @> to_jsonb(correct_answer))
);

create index question_bank_category_difficulty_idx on ${prefix}question_bank (category, difficulty);

comment on table ${prefix}question_bank is 'Questions whose answers do not change with time; seeded in db/seed/prod.';
comment on column ${prefix}question_bank.options is 'Array of four different texts, one of them correct_answer.';
