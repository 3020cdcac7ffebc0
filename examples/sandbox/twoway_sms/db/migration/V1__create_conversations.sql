-- Text messages that expect an answer: a conversation is one number talking to one short code.
create table ${prefix}conversations (
    id              uuid        not null,
    user_id         uuid        not null,
    phone_number    text        not null,
    short_code      text        not null,
    keyword         text,
    status          text        not null,
    last_message_at timestamptz not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,

    constraint ${prefix}conversations_pkey primary key (id),
    constraint ${prefix}conversations_phone_number_is_e_164 check (phone_number ~ '^[+][1-9][0-9]{6,14}$'),
    constraint ${prefix}conversations_short_code_has_3_to_6_digits check (short_code ~ '^[0-9]{3,6}$'),
    constraint ${prefix}conversations_keyword_is_upper_case check (keyword ~ '^[A-Z0-9]{2,16}$'),
    constraint ${prefix}conversations_status_is_known check (status in ('open', 'waiting', 'closed')),
    constraint ${prefix}conversations_change_after_creation
        check (updated_at >= created_at and last_message_at >= created_at)
);

-- An answer carries two numbers and no id; it must lead to one conversation.
create unique index ${prefix}conversations_one_open_per_number_key
    on ${prefix}conversations (phone_number, short_code) where status <> 'closed';

create index ${prefix}conversations_user_id_idx on ${prefix}conversations (user_id, last_message_at desc);
create index ${prefix}conversations_last_message_at_idx on ${prefix}conversations (last_message_at) where status <> 'closed';

comment on table ${prefix}conversations is 'Dialogues by text message.';
comment on column ${prefix}conversations.user_id is 'A user of the service auth, without foreign key.';
comment on column ${prefix}conversations.status is 'open, waiting for an answer of the person, or closed.';

create table ${prefix}turns (
    id              uuid        not null,
    conversation_id uuid        not null,
    position        integer     not null,
    direction       text        not null,
    body            text        not null,
    created_at      timestamptz not null,

    constraint ${prefix}turns_pkey primary key (id),
    constraint ${prefix}turns_conversation_id_position_key unique (conversation_id, position),
    constraint ${prefix}turns_conversation_id_fkey foreign key (conversation_id)
        references ${prefix}conversations (id) on delete cascade,
    constraint ${prefix}turns_are_counted_from_one check (position > 0),
    constraint ${prefix}turns_direction_is_known check (direction in ('in', 'out')),
    constraint ${prefix}turns_body_fits_ten_segments check (char_length(body) between 1 and 1530)
);

comment on table ${prefix}turns is 'What was said, in order.';
