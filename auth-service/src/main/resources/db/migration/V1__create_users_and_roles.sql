-- Who there is, and what they may do. The id is the `sub` of every token, so the other services
-- know a person by it and by nothing else.
create table ${prefix}users (
    id             uuid        not null,
    email          text        not null,
    username       text        not null,
    password_hash  text,
    name           text        not null,
    email_verified boolean     not null default false,
    is_active      boolean     not null default true,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint users_pkey primary key (id),
    constraint users_email_has_one_at_sign check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint users_email_has_at_most_254_characters check (char_length(email) <= 254),
    constraint users_username_is_a_handle check (username ~ '^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$'),
    constraint users_name_has_1_to_100_characters check (char_length(name) between 1 and 100),
    constraint users_password_hash_is_argon2id check (password_hash like '$argon2id$%'),
    constraint users_change_after_creation check (updated_at >= created_at)
);

-- Whoever writes Anna@Example.org means anna@example.org, and nobody shall pose as anna by being Anna.
create unique index users_email_key on ${prefix}users (lower(email));
create unique index users_username_key on ${prefix}users (lower(username));

comment on table ${prefix}users is 'Everybody who can sign in.';
comment on column ${prefix}users.email is 'As the person wrote it; compared without regard to case.';
comment on column ${prefix}users.username is 'Holds no @, so that a sign-in name is an e-mail address or a username and never both.';
comment on column ${prefix}users.password_hash is 'Argon2id with its salt and parameters; null for people who only sign in through a provider.';
comment on column ${prefix}users.is_active is 'False keeps the account out without forgetting it.';

create table ${prefix}roles (
    id          uuid not null,
    name        text not null,
    description text not null,

    constraint roles_pkey primary key (id),
    constraint roles_name_key unique (name),
    constraint roles_name_is_a_word check (name ~ '^[a-z][a-z-]{1,30}$')
);

comment on table ${prefix}roles is 'What a person can be; the names stand in the token''s claim roles.';

create table ${prefix}user_roles (
    user_id uuid not null,
    role_id uuid not null,

    constraint user_roles_pkey primary key (user_id, role_id),
    constraint user_roles_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint user_roles_role_id_fkey foreign key (role_id)
        references ${prefix}roles (id)
);

create index user_roles_role_id_idx on ${prefix}user_roles (role_id);

comment on table ${prefix}user_roles is 'Which roles a person has.';
