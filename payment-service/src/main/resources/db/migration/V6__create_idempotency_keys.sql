-- What was answered to a request that moves money, so that repeating it repeats the answer and not the effect.
create table ${prefix}idempotency_keys (
    user_id           uuid        not null,
    key               text        not null,
    request_hash      bytea       not null,
    operation_id      uuid        not null,
    response_status   integer,
    response_body     text,
    response_type     text,
    response_location text,
    locked_until      timestamptz,
    created_at        timestamptz not null,

    constraint idempotency_keys_pkey primary key (user_id, key),
    constraint idempotency_keys_operation_id_key unique (operation_id),
    constraint idempotency_keys_key_is_visible_ascii check (key ~ '^[\x21-\x7E]{1,255}$'),
    constraint idempotency_keys_request_hash_is_sha_256 check (octet_length(request_hash) = 32),
    constraint idempotency_keys_response_has_status_and_body
        check ((response_status is null) = (response_body is null)),
    constraint idempotency_keys_no_lock_once_answered check (response_status is null or locked_until is null)
);

-- Old keys are removed by age.
create index idempotency_keys_created_at_idx on ${prefix}idempotency_keys (created_at);

comment on table ${prefix}idempotency_keys is 'Answers to requests that move money, by the key the caller chose.';
comment on column ${prefix}idempotency_keys.operation_id is
    'Names what the request makes: the order, the refund, the attempt to pay. A request that is carried out again '
    'after a crash finds what it had already made.';
comment on column ${prefix}idempotency_keys.locked_until is
    'The request is being carried out until then at the latest; afterwards its instance is taken for dead.';
