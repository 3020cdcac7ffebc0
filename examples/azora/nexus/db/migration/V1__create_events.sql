-- What the services tell each other. A row is written once and then only delivered; who has got how
-- far is the receiver's business.
create table ${prefix}events (
    id           uuid        not null,
    source       text        not null,
    type         text        not null,
    subject_id   uuid,
    payload      jsonb       not null,
    occurred_at  timestamptz not null,
    published_at timestamptz,
    attempts     integer     not null default 0,
    created_at   timestamptz not null,

    constraint ${prefix}events_pkey primary key (id),
    constraint ${prefix}events_source_is_a_word check (source ~ '^[a-z][a-z0-9_]{0,30}$'),
    constraint ${prefix}events_type_is_a_dotted_name check (type ~ '^[a-z_]+[.][a-z_]+$'),
    constraint ${prefix}events_payload_is_an_object check (jsonb_typeof(payload) = 'object'),
    constraint ${prefix}events_attempts_are_counted check (attempts >= 0),
    constraint ${prefix}events_are_published_by_an_attempt check (published_at is null or attempts > 0)
);

create index ${prefix}events_unpublished_idx on ${prefix}events (id) where published_at is null;
create index ${prefix}events_type_occurred_at_idx on ${prefix}events (type, occurred_at);
create index ${prefix}events_source_idx on ${prefix}events (source, occurred_at);
create index ${prefix}events_subject_id_idx on ${prefix}events (subject_id);

comment on table ${prefix}events is 'What happened, as one service told the others.';
comment on column ${prefix}events.id is 'UUID version 7: its order is the order of publication.';
comment on column ${prefix}events.payload is 'Ids and facts, no personal data: every service may read it.';
