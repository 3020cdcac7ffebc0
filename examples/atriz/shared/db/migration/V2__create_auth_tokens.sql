create table ${prefix}auth_tokens (
    id           uuid        not null,
    user_id      uuid        not null,
    application  text        not null,
    token_hash   bytea       not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    created_at   timestamptz not null,

    constraint ${prefix}auth_tokens_pkey primary key (id),
    constraint ${prefix}auth_tokens_token_hash_key unique (token_hash),
    constraint ${prefix}auth_tokens_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}auth_tokens_application_is_a_word check (application ~ '^[a-z][a-z0-9_]{0,30}$'),
    constraint ${prefix}auth_tokens_token_hash_is_sha_256 check (octet_length(token_hash) = 32),
    constraint ${prefix}auth_tokens_expire_after_creation check (expires_at > created_at),
    constraint ${prefix}auth_tokens_are_used_after_creation check (last_used_at >= created_at),
    constraint ${prefix}auth_tokens_are_revoked_after_creation check (revoked_at >= created_at)
);

create index ${prefix}auth_tokens_user_id_idx on ${prefix}auth_tokens (user_id, application);
create index ${prefix}auth_tokens_expires_at_idx on ${prefix}auth_tokens (expires_at);

comment on table ${prefix}auth_tokens is 'Signed-in devices; the token itself is only on the device.';
comment on column ${prefix}auth_tokens.token_hash is 'SHA-256 of the token; 256 random bits need no slower hash.';
