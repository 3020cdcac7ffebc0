-- A session is a family of refresh tokens: the first row founds it and lends it its id, each refresh
-- adds a row and stamps the one before. Rotated rows stay, because only they can tell a token that
-- was stolen and replayed from one that never existed.
--
-- Ending a session deletes the founding row; the rest goes with it. The self-reference is also what
-- makes that final: a refresh that runs at the same moment cannot add a row to a family that is gone.
create table ${prefix}sessions (
    id                 uuid        not null,
    user_id            uuid        not null,
    refresh_token_hash bytea       not null,
    family_id          uuid        not null,
    user_agent         text,
    ip                 inet        not null,
    expires_at         timestamptz not null,
    rotated_at         timestamptz,
    created_at         timestamptz not null,

    constraint sessions_pkey primary key (id),
    constraint sessions_refresh_token_hash_key unique (refresh_token_hash),
    constraint sessions_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint sessions_family_id_fkey foreign key (family_id)
        references ${prefix}sessions (id) on delete cascade,
    constraint sessions_refresh_token_hash_is_sha_256 check (octet_length(refresh_token_hash) = 32),
    constraint sessions_user_agent_has_at_most_300_characters check (char_length(user_agent) <= 300),
    constraint sessions_expire_after_creation check (expires_at > created_at),
    constraint sessions_rotate_after_creation check (rotated_at >= created_at)
);

-- One token of a family can be spent. Two refreshes that both believed they had it cannot both commit.
create unique index sessions_one_spendable_token_per_family_key on ${prefix}sessions (family_id)
    where rotated_at is null;

create index sessions_family_id_idx on ${prefix}sessions (family_id);
create index sessions_user_id_idx on ${prefix}sessions (user_id, family_id);
create index sessions_expires_at_idx on ${prefix}sessions (expires_at);

comment on table ${prefix}sessions is 'Refresh tokens, spent and spendable; a family of them is one signed-in device.';
comment on column ${prefix}sessions.refresh_token_hash is 'SHA-256 of the token; 256 random bits need no slower hash.';
comment on column ${prefix}sessions.family_id is 'The session''s id everywhere outside this table: the claim sid, the id in paths.';
comment on column ${prefix}sessions.rotated_at is 'When the token was spent; null for the one that can still be.';
