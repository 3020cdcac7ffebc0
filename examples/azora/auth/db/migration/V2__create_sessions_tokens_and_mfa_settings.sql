-- Signed-in devices. A session ends by itself, by signing out, or because somebody ended it.
create table ${prefix}sessions (
    id                 uuid        not null,
    user_id            uuid        not null,
    refresh_token_hash bytea       not null,
    user_agent         text,
    ip                 inet        not null,
    expires_at         timestamptz not null,
    ended_at           timestamptz,
    created_at         timestamptz not null,
    updated_at         timestamptz not null,

    constraint ${prefix}sessions_pkey primary key (id),
    constraint ${prefix}sessions_refresh_token_hash_key unique (refresh_token_hash),
    constraint ${prefix}sessions_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}sessions_refresh_token_hash_is_sha_256 check (octet_length(refresh_token_hash) = 32),
    constraint ${prefix}sessions_user_agent_has_at_most_300_characters check (char_length(user_agent) <= 300),
    constraint ${prefix}sessions_expire_after_creation check (expires_at > created_at),
    constraint ${prefix}sessions_end_after_creation check (ended_at >= created_at)
);

create index ${prefix}sessions_user_id_idx on ${prefix}sessions (user_id, created_at desc);
create index ${prefix}sessions_expires_at_idx on ${prefix}sessions (expires_at) where ended_at is null;

comment on table ${prefix}sessions is 'Signed-in devices; updated_at is when the token was last refreshed.';
comment on column ${prefix}sessions.refresh_token_hash is 'SHA-256 of the token; 256 random bits need no slower hash.';

-- Proofs that are good once: links sent by e-mail, and keys for programs.
create table ${prefix}tokens (
    id         uuid        not null,
    user_id    uuid        not null,
    purpose    text        not null,
    token_hash bytea       not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    created_at timestamptz not null,

    constraint ${prefix}tokens_pkey primary key (id),
    constraint ${prefix}tokens_token_hash_key unique (token_hash),
    constraint ${prefix}tokens_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}tokens_purpose_is_known check (purpose in ('verify_email', 'reset_password', 'api_key')),
    constraint ${prefix}tokens_token_hash_is_sha_256 check (octet_length(token_hash) = 32),
    constraint ${prefix}tokens_expire_after_creation check (expires_at > created_at),
    constraint ${prefix}tokens_are_used_after_creation check (used_at >= created_at)
);

create index ${prefix}tokens_user_id_idx on ${prefix}tokens (user_id, purpose);
create index ${prefix}tokens_expires_at_idx on ${prefix}tokens (expires_at);

comment on table ${prefix}tokens is 'Tokens given out for one purpose each, as hashes.';

create table ${prefix}mfa_settings (
    user_id              uuid        not null,
    method               text        not null,
    totp_secret          bytea,
    recovery_code_hashes bytea[]     not null default '{}',
    enabled_at           timestamptz,
    updated_at           timestamptz not null,

    constraint ${prefix}mfa_settings_pkey primary key (user_id),
    constraint ${prefix}mfa_settings_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}mfa_settings_method_is_known check (method in ('totp', 'email')),
    constraint ${prefix}mfa_settings_totp_has_a_secret check ((method = 'totp') = (totp_secret is not null)),
    constraint ${prefix}mfa_settings_recovery_codes_are_at_most_20 check (cardinality(recovery_code_hashes) <= 20)
);

comment on table ${prefix}mfa_settings is 'The second factor; in force from enabled_at on.';
comment on column ${prefix}mfa_settings.totp_secret is 'Encrypted with AES-256-GCM; the key is not in this database.';
