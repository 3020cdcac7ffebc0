-- Text messages sent, and what the carriers reported about them.
create table ${prefix}messages (
    id         uuid        not null,
    user_id    uuid        not null,
    recipient  text        not null,
    sender     text        not null,
    body       text        not null,
    segments   integer     not null,
    status     text        not null,
    sent_at    timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}messages_pkey primary key (id),
    constraint ${prefix}messages_recipient_is_e_164 check (recipient ~ '^[+][1-9][0-9]{6,14}$'),
    constraint ${prefix}messages_sender_has_1_to_11_characters check (char_length(sender) between 1 and 11),
    constraint ${prefix}messages_body_fits_ten_segments check (char_length(body) between 1 and 1530),
    constraint ${prefix}messages_have_one_to_ten_segments check (segments between 1 and 10),
    constraint ${prefix}messages_status_is_known check (status in ('queued', 'sent', 'delivered', 'failed')),
    constraint ${prefix}messages_have_a_time_once_sent check ((status in ('sent', 'delivered')) <= (sent_at is not null)),
    constraint ${prefix}messages_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}messages_user_id_idx on ${prefix}messages (user_id, created_at desc);
create index ${prefix}messages_recipient_idx on ${prefix}messages (recipient, created_at desc);
create index ${prefix}messages_queued_idx on ${prefix}messages (created_at) where status = 'queued';

comment on table ${prefix}messages is 'Text messages, one row per recipient.';
comment on column ${prefix}messages.user_id is 'A user of the service auth, without foreign key.';
comment on column ${prefix}messages.segments is 'How many the carrier charges for.';

create table ${prefix}logs (
    id         uuid        not null,
    message_id uuid        not null,
    event      text        not null,
    carrier    text        not null,
    code       text,
    details    jsonb       not null default '{}',
    created_at timestamptz not null,

    constraint ${prefix}logs_pkey primary key (id),
    constraint ${prefix}logs_message_id_fkey foreign key (message_id) references ${prefix}messages (id),
    constraint ${prefix}logs_event_is_known check (event in ('accepted', 'sent', 'delivered', 'rejected', 'expired')),
    constraint ${prefix}logs_details_are_an_object check (jsonb_typeof(details) = 'object')
);

create index ${prefix}logs_message_id_idx on ${prefix}logs (message_id, created_at);
create index ${prefix}logs_created_at_idx on ${prefix}logs (created_at);

comment on table ${prefix}logs is 'Reports of the carriers; rows are only ever added.';
comment on column ${prefix}logs.code is 'The carrier''s own code for what happened.';
