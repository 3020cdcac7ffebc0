-- A scan may take hours and outlive the instance that runs it, so its state lies here and not in memory:
-- any instance can say how far it is, and two cannot run at once.
create table ${prefix}scans (
    id           uuid        not null,
    started_by   uuid        not null,
    state        text        not null,
    seen         bigint      not null default 0,
    added        bigint      not null default 0,
    changed      bigint      not null default 0,
    moved        bigint      not null default 0,
    unchanged    bigint      not null default 0,
    vanished     bigint      not null default 0,
    returned     bigint      not null default 0,
    duplicates   bigint      not null default 0,
    unsupported  bigint      not null default 0,
    skipped      bigint      not null default 0,
    started_at   timestamptz not null,
    heartbeat_at timestamptz not null,
    finished_at  timestamptz,

    constraint scans_pkey primary key (id),
    constraint scans_state_is_known check (state in ('running', 'finished', 'failed', 'interrupted')),
    constraint scans_end_when_not_running check ((state = 'running') = (finished_at is null))
);

-- At most one scan runs: the second insert meets this key.
create unique index scans_state_running_key on ${prefix}scans (state) where state = 'running';

comment on table ${prefix}scans is 'Walks through the library folder, and what each found.';
comment on column ${prefix}scans.heartbeat_at is 'Moved while the scan works. One that stood still for a minute has died with its instance.';
