-- One set of people for three applications. They keep ids of these rows in databases of their own,
-- where no foreign key reaches; ./bulkhead db orphans finds the ids that lead nowhere.
create table ${prefix}users (
    id             uuid        not null,
    email          text        not null,
    password_hash  text        not null,
    display_name   text        not null,
    email_verified boolean     not null default false,
    is_active      boolean     not null default true,
    last_login_at  timestamptz,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint ${prefix}users_pkey primary key (id),
    constraint ${prefix}users_email_has_one_at_sign check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint ${prefix}users_email_has_at_most_254_characters check (char_length(email) <= 254),
    constraint ${prefix}users_password_hash_is_argon2id check (password_hash like '$argon2id$%'),
    constraint ${prefix}users_display_name_has_1_to_100_characters check (char_length(display_name) between 1 and 100),
    constraint ${prefix}users_change_after_creation check (updated_at >= created_at)
);

create unique index ${prefix}users_email_key on ${prefix}users (lower(email));
create index ${prefix}users_created_at_idx on ${prefix}users (created_at);

comment on table ${prefix}users is 'Everybody who can sign in, in any of the applications.';
comment on column ${prefix}users.email is 'As the person wrote it; compared without regard to case.';
comment on column ${prefix}users.password_hash is 'Argon2id with its salt and parameters; published to nobody.';
comment on column ${prefix}users.is_active is 'False keeps the account out of all applications.';

create table ${prefix}roles (
    id          uuid not null,
    application text not null,
    name        text not null,
    description text not null,

    constraint ${prefix}roles_pkey primary key (id),
    constraint ${prefix}roles_application_name_key unique (application, name),
    constraint ${prefix}roles_application_is_a_word check (application ~ '^[a-z][a-z0-9_]{0,30}$'),
    constraint ${prefix}roles_name_is_a_word check (name ~ '^[a-z][a-z-]{1,30}$'),
    constraint ${prefix}roles_description_is_not_blank check (description ~ '\S')
);

comment on table ${prefix}roles is 'What a person can be in one application; seeded in db/seed/prod.';

create table ${prefix}user_roles (
    user_id    uuid        not null,
    role_id    uuid        not null,
    granted_at timestamptz not null,

    constraint ${prefix}user_roles_pkey primary key (user_id, role_id),
    constraint ${prefix}user_roles_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}user_roles_role_id_fkey foreign key (role_id) references ${prefix}roles (id)
);

create index ${prefix}user_roles_role_id_idx on ${prefix}user_roles (role_id);

comment on table ${prefix}user_roles is 'Which roles a person has.';
