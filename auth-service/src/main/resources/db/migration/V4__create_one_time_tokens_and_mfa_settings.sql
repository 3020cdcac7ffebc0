-- Proofs that somebody reads an e-mail address: good once, for a short while.
create table ${prefix}one_time_tokens (
    id         uuid        not null,
    user_id    uuid        not null,
    purpose    text        not null,
    token_hash bytea       not null,
    expires_at timestamptz not null,
    used_at    timestamptz,

    constraint one_time_tokens_pkey primary key (id),
    constraint one_time_tokens_token_hash_key unique (token_hash),
    constraint one_time_tokens_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint one_time_tokens_purpose_is_known check (purpose in ('verify_email', 'reset_password')),
    constraint one_time_tokens_token_hash_is_sha_256 check (octet_length(token_hash) = 32)
);

create index one_time_tokens_user_id_idx on ${prefix}one_time_tokens (user_id, purpose);
create index one_time_tokens_expires_at_idx on ${prefix}one_time_tokens (expires_at);

comment on table ${prefix}one_time_tokens is 'Links sent by e-mail, to verify the address or to reset the password.';
comment on column ${prefix}one_time_tokens.token_hash is 'SHA-256 of the token.';
comment on column ${prefix}one_time_tokens.used_at is 'When it was used; from then on it is void.';

-- The second factor. A row without enabled_at is one whose owner has not yet proved to hold it.
create table ${prefix}mfa_settings (
    user_id              uuid        not null,
    totp_secret          bytea       not null,
    enabled_at           timestamptz,
    recovery_code_hashes bytea[]     not null default '{}',

    constraint mfa_settings_pkey primary key (user_id),
    constraint mfa_settings_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint mfa_settings_recovery_codes_are_at_most_20
        check (cardinality(recovery_code_hashes) <= 20)
);

comment on table ${prefix}mfa_settings is 'Time-based one-time passwords (RFC 6238) and the codes for when the phone is lost.';
comment on column ${prefix}mfa_settings.totp_secret is 'Encrypted with AES-256-GCM.';
comment on column ${prefix}mfa_settings.recovery_code_hashes is 'One hash per code that is left; a used one is removed.';
