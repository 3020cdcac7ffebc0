-- Every event the provider has delivered, as it was signed. The provider's own id is the key, so however often one is
-- delivered it is stored, and applied, once.
create table ${prefix}webhook_events (
    id              text        not null,
    type            text        not null,
    payload         jsonb       not null,
    occurred_at     timestamptz not null,
    received_at     timestamptz not null,
    processed_at    timestamptz,
    error           text,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz,

    constraint webhook_events_pkey primary key (id),
    constraint webhook_events_id_is_short check (char_length(id) between 1 and 255),
    constraint webhook_events_type_is_short check (char_length(type) between 1 and 255),
    constraint webhook_events_error_only_while_unprocessed check (processed_at is null or error is null),
    constraint webhook_events_no_attempt_once_processed check (processed_at is null or next_attempt_at is null),
    constraint webhook_events_attempts_are_counted check (attempts >= 0)
);

create index webhook_events_next_attempt_at_idx on ${prefix}webhook_events (next_attempt_at)
    where next_attempt_at is not null;

comment on table ${prefix}webhook_events is 'Events delivered by the payment provider, each applied once.';
comment on column ${prefix}webhook_events.occurred_at is 'When the provider says it happened.';
comment on column ${prefix}webhook_events.error is 'Why it could not be applied yet.';
comment on column ${prefix}webhook_events.next_attempt_at is 'When to try again; null once processed or given up.';
