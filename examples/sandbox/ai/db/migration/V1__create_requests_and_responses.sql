-- Questions to a language model, and its answers.
create table ${prefix}requests (
    id         uuid        not null,
    user_id    uuid        not null,
    model      text        not null,
    prompt     text        not null,
    parameters jsonb       not null default '{}',
    status     text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}requests_pkey primary key (id),
    constraint ${prefix}requests_model_is_a_handle check (model ~ '^[a-z0-9][a-z0-9.-]{0,62}$'),
    constraint ${prefix}requests_prompt_has_1_to_20000_characters check (char_length(prompt) between 1 and 20000),
    constraint ${prefix}requests_parameters_are_an_object check (jsonb_typeof(parameters) = 'object'),
    constraint ${prefix}requests_status_is_known check (status in ('waiting', 'answered', 'failed')),
    constraint ${prefix}requests_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}requests_user_id_idx on ${prefix}requests (user_id, created_at desc);
create index ${prefix}requests_model_idx on ${prefix}requests (model, created_at);
create index ${prefix}requests_waiting_idx on ${prefix}requests (created_at) where status = 'waiting';

comment on table ${prefix}requests is 'What people asked a model.';
comment on column ${prefix}requests.user_id is 'A user of the service auth, without foreign key.';

create table ${prefix}responses (
    id            uuid        not null,
    request_id    uuid        not null,
    answer        text        not null,
    finish_reason text        not null,
    tokens_in     integer     not null,
    tokens_out    integer     not null,
    latency_ms    integer     not null,
    created_at    timestamptz not null,

    constraint ${prefix}responses_pkey primary key (id),
    constraint ${prefix}responses_request_id_key unique (request_id),
    constraint ${prefix}responses_request_id_fkey foreign key (request_id)
        references ${prefix}requests (id) on delete cascade,
    constraint ${prefix}responses_finish_reason_is_known check (finish_reason in ('stop', 'length', 'filtered')),
    constraint ${prefix}responses_tokens_are_counted check (tokens_in >= 0 and tokens_out >= 0),
    constraint ${prefix}responses_take_some_time check (latency_ms >= 0)
);

create index ${prefix}responses_created_at_idx on ${prefix}responses (created_at);

comment on table ${prefix}responses is 'What the model answered, once per request.';
