-- Programs that call the sandbox, and the tokens they were given (RFC 6749).
create table ${prefix}oauth_clients (
    id            uuid        not null,
    user_id       uuid        not null,
    client_id     text        not null,
    client_secret text        not null,
    client_name   text        not null,
    is_active     boolean     not null default true,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,

    constraint ${prefix}oauth_clients_pkey primary key (id),
    constraint ${prefix}oauth_clients_client_id_key unique (client_id),
    constraint ${prefix}oauth_clients_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}oauth_clients_client_id_is_a_handle check (client_id ~ '^[a-z][a-z0-9-]{2,62}$'),
    constraint ${prefix}oauth_clients_client_secret_is_a_sha_256_in_hex check (client_secret ~ '^[0-9a-f]{64}$'),
    constraint ${prefix}oauth_clients_client_name_has_1_to_100_characters
        check (char_length(client_name) between 1 and 100),
    constraint ${prefix}oauth_clients_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}oauth_clients_user_id_idx on ${prefix}oauth_clients (user_id);

comment on table ${prefix}oauth_clients is 'Programs that may ask for tokens, each belonging to one person.';
comment on column ${prefix}oauth_clients.client_secret is 'SHA-256 of the secret, never the secret; that is shown once.';

create table ${prefix}oauth_tokens (
    id         uuid        not null,
    client_id  uuid        not null,
    user_id    uuid,
    token_hash bytea       not null,
    scopes     text[]      not null default '{}',
    expires_at timestamptz not null,
    revoked_at timestamptz,
    created_at timestamptz not null,

    constraint ${prefix}oauth_tokens_pkey primary key (id),
    constraint ${prefix}oauth_tokens_token_hash_key unique (token_hash),
    constraint ${prefix}oauth_tokens_client_id_fkey foreign key (client_id)
        references ${prefix}oauth_clients (id) on delete cascade,
    constraint ${prefix}oauth_tokens_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}oauth_tokens_token_hash_is_sha_256 check (octet_length(token_hash) = 32),
    constraint ${prefix}oauth_tokens_expire_after_creation check (expires_at > created_at),
    constraint ${prefix}oauth_tokens_are_revoked_after_creation check (revoked_at >= created_at)
);

create index ${prefix}oauth_tokens_client_id_idx on ${prefix}oauth_tokens (client_id);
create index ${prefix}oauth_tokens_user_id_idx on ${prefix}oauth_tokens (user_id);
create index ${prefix}oauth_tokens_expires_at_idx on ${prefix}oauth_tokens (expires_at);

comment on table ${prefix}oauth_tokens is 'Access tokens given out, as hashes.';
comment on column ${prefix}oauth_tokens.user_id is 'For whom the client acts; null when it acts for itself.';
comment on column ${prefix}oauth_tokens.revoked_at is 'When it was taken back; null for one that ends by itself.';
