-- How the parts of the platform are doing, measured from outside.
create table ${prefix}checks (
    id         uuid        not null,
    service    text        not null,
    target     text        not null,
    status     text        not null,
    latency_ms integer,
    detail     text,
    checked_at timestamptz not null,

    constraint ${prefix}checks_pkey primary key (id),
    constraint ${prefix}checks_service_is_a_word check (service ~ '^[a-z][a-z0-9_]{0,30}$'),
    constraint ${prefix}checks_status_is_known check (status in ('up', 'degraded', 'down')),
    constraint ${prefix}checks_latency_is_not_negative check (latency_ms >= 0),
    constraint ${prefix}checks_answers_have_a_latency check (status = 'down' or latency_ms is not null),
    constraint ${prefix}checks_trouble_says_what check (status = 'up' or detail is not null)
);

create index ${prefix}checks_service_checked_at_idx on ${prefix}checks (service, checked_at desc);
create index ${prefix}checks_checked_at_idx on ${prefix}checks (checked_at);
create index ${prefix}checks_trouble_idx on ${prefix}checks (checked_at) where status <> 'up';

comment on table ${prefix}checks is 'Results of health checks, one row per look; old ones are deleted.';
