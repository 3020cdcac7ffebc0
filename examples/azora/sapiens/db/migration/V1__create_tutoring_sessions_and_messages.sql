-- A tutor that never sleeps: what was asked, what was answered, what it noticed.
create table ${prefix}tutoring_sessions (
    id         uuid        not null,
    user_id    uuid        not null,
    subject    text        not null,
    goal       text        not null default '',
    status     text        not null,
    started_at timestamptz not null,
    ended_at   timestamptz,
    updated_at timestamptz not null,

    constraint ${prefix}tutoring_sessions_pkey primary key (id),
    constraint ${prefix}tutoring_sessions_user_id_id_key unique (user_id, id),
    constraint ${prefix}tutoring_sessions_subject_has_1_to_100_characters check (char_length(subject) between 1 and 100),
    constraint ${prefix}tutoring_sessions_status_is_known check (status in ('active', 'paused', 'ended')),
    constraint ${prefix}tutoring_sessions_end_once check ((status = 'ended') = (ended_at is not null)),
    constraint ${prefix}tutoring_sessions_end_after_their_start check (ended_at >= started_at)
);

create index ${prefix}tutoring_sessions_user_id_started_at_idx on ${prefix}tutoring_sessions (user_id, started_at desc);
create index ${prefix}tutoring_sessions_active_idx on ${prefix}tutoring_sessions (updated_at) where status = 'active';

comment on table ${prefix}tutoring_sessions is 'Lessons, each about one subject.';
comment on column ${prefix}tutoring_sessions.user_id is 'A user of the service auth, without foreign key.';

-- user_id stands on each message, so that whose it is needs no join; both foreign key columns agree.
create table ${prefix}messages (
    id         uuid        not null,
    session_id uuid        not null,
    user_id    uuid        not null,
    position   integer     not null,
    author     text        not null,
    body       text        not null,
    tokens     integer     not null,
    created_at timestamptz not null,

    constraint ${prefix}messages_pkey primary key (id),
    constraint ${prefix}messages_session_id_position_key unique (session_id, position),
    constraint ${prefix}messages_user_id_session_id_fkey foreign key (user_id, session_id)
        references ${prefix}tutoring_sessions (user_id, id) on delete cascade,
    constraint ${prefix}messages_are_counted_from_one check (position > 0),
    constraint ${prefix}messages_author_is_known check (author in ('student', 'tutor')),
    constraint ${prefix}messages_body_has_1_to_20000_characters check (char_length(body) between 1 and 20000),
    constraint ${prefix}messages_tokens_are_not_negative check (tokens >= 0)
);

create index ${prefix}messages_user_id_session_id_idx on ${prefix}messages (user_id, session_id);
create index ${prefix}messages_created_at_idx on ${prefix}messages (created_at);

comment on table ${prefix}messages is 'What was said in a lesson, in order.';

create table ${prefix}insights (
    id         uuid         not null,
    user_id    uuid         not null,
    session_id uuid,
    kind       text         not null,
    summary    text         not null,
    confidence numeric(4,3) not null,
    created_at timestamptz  not null,

    constraint ${prefix}insights_pkey primary key (id),
    constraint ${prefix}insights_user_id_session_id_fkey foreign key (user_id, session_id)
        references ${prefix}tutoring_sessions (user_id, id) on delete cascade,
    constraint ${prefix}insights_kind_is_known check (kind in ('strength', 'weakness', 'habit', 'interest')),
    constraint ${prefix}insights_summary_has_1_to_500_characters check (char_length(summary) between 1 and 500),
    constraint ${prefix}insights_confidence_is_0_to_1 check (confidence between 0 and 1)
);

create index ${prefix}insights_user_id_session_id_idx on ${prefix}insights (user_id, session_id);
create index ${prefix}insights_user_id_kind_idx on ${prefix}insights (user_id, kind);

comment on table ${prefix}insights is 'What the tutor noticed about a person.';
comment on column ${prefix}insights.session_id is 'The lesson it was noticed in; null when it took several.';
