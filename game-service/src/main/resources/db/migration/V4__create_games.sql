-- The whole state of a game, so that any instance can serve any request and a restart loses nothing.
--
-- A game waits for its next question (waiting), asks it (asking), and so on until it is finished.
-- next_due_at is when the clock alone moves it on; whoever comes first then, the conductor of any
-- instance or a request, locks the row and takes the step.
--
-- last_event numbers the events of the game's stream. Questions remember the numbers at which they
-- opened and closed, so that a client that lost its connection is told exactly what it missed, and
-- no separate log of events is needed.
create table ${prefix}games (
    id                   uuid        not null,
    lobby_id             uuid        not null,
    status               text        not null,
    question_count       integer     not null,
    current_question     integer     not null,
    seconds_per_question integer     not null,
    next_due_at          timestamptz,
    last_event           bigint      not null,
    started_at           timestamptz not null,
    ended_at             timestamptz,
    version              integer     not null,

    constraint games_pkey primary key (id),
    constraint games_lobby_id_key unique (lobby_id),
    constraint games_lobby_id_fkey foreign key (lobby_id) references ${prefix}lobbies (id),
    constraint games_status_is_known check (status in ('waiting', 'asking', 'finished', 'cancelled')),
    constraint games_ask_something check (question_count > 0),
    constraint games_current_question_is_one_of_them check (
        current_question >= 0 and current_question < question_count),
    constraint games_seconds_per_question_are_positive check (seconds_per_question > 0),
    constraint games_are_due_until_they_end check (
        (status in ('waiting', 'asking')) = (next_due_at is not null)),
    constraint games_end_once check ((status in ('finished', 'cancelled')) = (ended_at is not null)),
    constraint games_end_after_their_start check (ended_at >= started_at),
    constraint games_last_event_is_positive check (last_event > 0)
);

create index games_next_due_at_idx on ${prefix}games (next_due_at) where next_due_at is not null;
create index games_ended_at_idx on ${prefix}games (ended_at) where status = 'finished';

comment on table ${prefix}games is 'One quiz from its start to its result.';
comment on column ${prefix}games.status is 'waiting for the next question, asking it, finished, or cancelled after a long outage.';
comment on column ${prefix}games.current_question is 'order_index of the question waited for, asked, or asked last.';
comment on column ${prefix}games.next_due_at is 'When the clock opens or closes the current question; null at the end.';
comment on column ${prefix}games.last_event is 'Number of the latest event of the stream of this game.';
comment on column ${prefix}games.version is 'Raised by each change; the second net below the row lock.';

-- The score is written when a question closes, not when it is answered: nobody can read from it
-- whether an answer was right while others may still answer.
create table ${prefix}game_participants (
    id              uuid    not null,
    game_id         uuid    not null,
    player_id       uuid    not null,
    score           integer not null,
    correct_answers integer not null,
    place           integer,
    rating_before   integer,
    rating_after    integer,

    constraint game_participants_pkey primary key (id),
    constraint game_participants_game_id_player_id_key unique (game_id, player_id),
    constraint game_participants_game_id_id_key unique (game_id, id),
    constraint game_participants_game_id_fkey foreign key (game_id) references ${prefix}games (id),
    constraint game_participants_player_id_fkey foreign key (player_id) references ${prefix}players (id),
    constraint game_participants_score_is_not_negative check (score >= 0),
    constraint game_participants_correct_answers_are_not_negative check (correct_answers >= 0),
    constraint game_participants_place_is_positive check (place > 0),
    constraint game_participants_are_rated_with_a_place check (
        (place is null) = (rating_before is null) and (place is null) = (rating_after is null)),
    constraint game_participants_ratings_are_not_negative check (rating_before >= 0 and rating_after >= 0)
);

create index game_participants_player_id_game_id_idx on ${prefix}game_participants (player_id, game_id desc);

comment on table ${prefix}game_participants is 'Who plays a game, with which score and result.';
comment on column ${prefix}game_participants.score is 'Points of all questions closed so far.';
comment on column ${prefix}game_participants.place is 'From 1, equal scores share one; null until the game is finished.';
comment on column ${prefix}game_participants.rating_after is 'Elo rating with this game; rating_before is the one without.';

create table ${prefix}questions (
    id             uuid    not null,
    game_id        uuid    not null,
    question_text  text    not null,
    options        jsonb   not null,
    correct_answer text    not null,
    points         integer not null,
    order_index    integer not null,
    opens_at       timestamptz,
    closes_at      timestamptz,
    opened_event   bigint,
    closed_event   bigint,

    constraint questions_pkey primary key (id),
    constraint questions_game_id_order_index_key unique (game_id, order_index),
    constraint questions_game_id_id_key unique (game_id, id),
    constraint questions_game_id_fkey foreign key (game_id) references ${prefix}games (id),
    constraint questions_have_four_options check (
        jsonb_typeof(options) = 'array' and jsonb_array_length(options) = 4),
    constraint questions_answer_is_an_option check (options @> to_jsonb(correct_answer)),
    constraint questions_points_are_positive check (points > 0),
    constraint questions_order_index_is_not_negative check (order_index >= 0),
    constraint questions_open_for_a_while check (
        (opens_at is null) = (closes_at is null) and closes_at >= opens_at),
    constraint questions_have_times_once_opened check ((opened_event is null) = (opens_at is null)),
    constraint questions_close_after_opening check (closed_event > opened_event),
    constraint questions_are_opened_before_they_close check (closed_event is null or opened_event is not null)
);

comment on table ${prefix}questions is 'What a game asks, copied from the bank when it starts, options shuffled.';
comment on column ${prefix}questions.points is 'For a right answer at once; half of it at the last moment.';
comment on column ${prefix}questions.closes_at is 'Deadline while open; afterwards the moment it closed, earlier if all had answered.';
comment on column ${prefix}questions.opened_event is 'Number of the event in the stream of the game; null before.';
comment on column ${prefix}questions.closed_event is 'Likewise; only from then on may correct_answer leave the server.';

-- game_id makes both foreign keys agree: nobody answers a question of a game they are not in.
create table ${prefix}answers (
    id             uuid        not null,
    game_id        uuid        not null,
    participant_id uuid        not null,
    question_id    uuid        not null,
    answer         text        not null,
    is_correct     boolean     not null,
    points         integer     not null,
    time_taken_ms  integer     not null,
    submitted_at   timestamptz not null,

    constraint answers_pkey primary key (id),
    constraint answers_participant_id_question_id_key unique (participant_id, question_id),
    constraint answers_game_id_participant_id_fkey
        foreign key (game_id, participant_id) references ${prefix}game_participants (game_id, id),
    constraint answers_game_id_question_id_fkey
        foreign key (game_id, question_id) references ${prefix}questions (game_id, id),
    constraint answers_only_right_ones_score check (points >= 0 and (is_correct or points = 0)),
    constraint answers_take_some_time check (time_taken_ms >= 0)
);

create index answers_game_id_question_id_idx on ${prefix}answers (game_id, question_id);
create index answers_game_id_participant_id_idx on ${prefix}answers (game_id, participant_id);

comment on table ${prefix}answers is 'What each player answered, once per question.';
comment on column ${prefix}answers.points is 'Earned by it; added to the score when the question closes.';
comment on column ${prefix}answers.time_taken_ms is 'From opening to arrival of the request, by the clock of the server.';
