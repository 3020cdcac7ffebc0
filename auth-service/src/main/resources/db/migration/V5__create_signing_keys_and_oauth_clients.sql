-- What access tokens are signed with. A retired key signs no more but stays published until the
-- last token it signed has expired.
create table ${prefix}signing_keys (
    kid         text        not null,
    public_jwk  jsonb       not null,
    private_key bytea       not null,
    created_at  timestamptz not null,
    retired_at  timestamptz,

    constraint signing_keys_pkey primary key (kid),
    constraint signing_keys_public_jwk_holds_nothing_private
        check (not public_jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']),
    constraint signing_keys_public_jwk_bears_its_kid check (public_jwk ->> 'kid' = kid),
    constraint signing_keys_retire_after_creation check (retired_at >= created_at)
);

-- Two instances that start, or rotate, at the same moment end up with one key.
create unique index signing_keys_one_signs_key on ${prefix}signing_keys ((true))
    where retired_at is null;

comment on table ${prefix}signing_keys is 'Keys of the access tokens; /api/auth/jwks publishes their public halves.';
comment on column ${prefix}signing_keys.private_key is 'PKCS #8, encrypted with AES-256-GCM; the key to it is in a file, never in this database.';
comment on column ${prefix}signing_keys.retired_at is 'When its successor took over; null for the one that signs.';

-- Programs that sign in as themselves (OAuth 2.0 client credentials, RFC 6749 section 4.4).
create table ${prefix}oauth_clients (
    id                 uuid        not null,
    client_id          text        not null,
    client_secret_hash bytea       not null,
    name               text        not null,
    scopes             text[]      not null,
    created_at         timestamptz not null,

    constraint oauth_clients_pkey primary key (id),
    constraint oauth_clients_client_id_key unique (client_id),
    constraint oauth_clients_client_id_is_a_handle check (client_id ~ '^[a-z][a-z0-9-]{2,62}$'),
    constraint oauth_clients_client_secret_hash_is_sha_256
        check (octet_length(client_secret_hash) = 32),
    constraint oauth_clients_name_has_1_to_100_characters check (char_length(name) between 1 and 100),
    constraint oauth_clients_have_1_to_20_scopes check (cardinality(scopes) between 1 and 20)
);

comment on table ${prefix}oauth_clients is 'Services that may ask for tokens of their own.';
comment on column ${prefix}oauth_clients.client_id is 'The sub of their tokens.';
comment on column ${prefix}oauth_clients.client_secret_hash is 'SHA-256; the secret is 256 random bits, shown once when the client is made.';
comment on column ${prefix}oauth_clients.scopes is 'What it may ask for.';
