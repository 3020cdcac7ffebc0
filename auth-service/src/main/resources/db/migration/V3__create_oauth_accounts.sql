-- Which account at a provider (Google, …) signs which person in.
create table ${prefix}oauth_accounts (
    id                  uuid        not null,
    user_id             uuid        not null,
    provider            text        not null,
    provider_account_id text        not null,
    access_token        bytea,
    expires_at          timestamptz,
    created_at          timestamptz not null,

    constraint oauth_accounts_pkey primary key (id),
    constraint oauth_accounts_provider_provider_account_id_key
        unique (provider, provider_account_id),
    constraint oauth_accounts_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint oauth_accounts_provider_is_a_word check (provider ~ '^[a-z][a-z0-9-]{0,62}$'),
    constraint oauth_accounts_provider_account_id_has_1_to_255_characters
        check (char_length(provider_account_id) between 1 and 255)
);

create index oauth_accounts_user_id_idx on ${prefix}oauth_accounts (user_id);

comment on table ${prefix}oauth_accounts is 'Accounts at identity providers, each belonging to one person.';
comment on column ${prefix}oauth_accounts.provider_account_id is 'The provider''s own id (claim sub): e-mail addresses change hands, this does not.';
comment on column ${prefix}oauth_accounts.access_token is 'Encrypted with AES-256-GCM; null when it is not kept.';
comment on column ${prefix}oauth_accounts.expires_at is 'When access_token ends.';
