-- Telephone calls answered by a menu, and the walk of each caller through it.
create table ${prefix}calls (
    id               uuid        not null,
    provider_call_id text        not null,
    user_id          uuid,
    caller           text        not null,
    callee           text        not null,
    direction        text        not null,
    status           text        not null,
    started_at       timestamptz not null,
    ended_at         timestamptz,
    updated_at       timestamptz not null,

    constraint ${prefix}calls_pkey primary key (id),
    constraint ${prefix}calls_provider_call_id_key unique (provider_call_id),
    constraint ${prefix}calls_numbers_are_e_164
        check (caller ~ '^[+][1-9][0-9]{6,14}$' and callee ~ '^[+][1-9][0-9]{6,14}$'),
    constraint ${prefix}calls_direction_is_known check (direction in ('inbound', 'outbound')),
    constraint ${prefix}calls_status_is_known check (status in ('ringing', 'active', 'completed', 'missed')),
    constraint ${prefix}calls_end_once check ((status in ('completed', 'missed')) = (ended_at is not null)),
    constraint ${prefix}calls_end_after_their_start check (ended_at >= started_at)
);

create index ${prefix}calls_user_id_idx on ${prefix}calls (user_id, started_at desc);
create index ${prefix}calls_caller_idx on ${prefix}calls (caller, started_at desc);
create index ${prefix}calls_started_at_idx on ${prefix}calls (started_at);

comment on table ${prefix}calls is 'Calls, as the telephone provider reports them.';
comment on column ${prefix}calls.user_id is 'A user of the service auth, without foreign key; null for numbers nobody knows.';

create table ${prefix}sessions (
    id           uuid        not null,
    call_id      uuid        not null,
    menu         text        not null,
    current_step text        not null,
    keys_pressed text        not null default '',
    collected    jsonb       not null default '{}',
    completed_at timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,

    constraint ${prefix}sessions_pkey primary key (id),
    constraint ${prefix}sessions_call_id_menu_key unique (call_id, menu),
    constraint ${prefix}sessions_call_id_fkey foreign key (call_id)
        references ${prefix}calls (id) on delete cascade,
    constraint ${prefix}sessions_menu_is_a_word check (menu ~ '^[a-z][a-z-]{1,30}$'),
    constraint ${prefix}sessions_keys_are_on_the_telephone check (keys_pressed ~ '^[0-9*#]{0,100}$'),
    constraint ${prefix}sessions_collected_is_an_object check (jsonb_typeof(collected) = 'object'),
    constraint ${prefix}sessions_complete_after_creation check (completed_at >= created_at),
    constraint ${prefix}sessions_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}sessions_unfinished_idx on ${prefix}sessions (updated_at) where completed_at is null;

comment on table ${prefix}sessions is 'Where a caller is in a menu, so that any instance can take the next key.';
