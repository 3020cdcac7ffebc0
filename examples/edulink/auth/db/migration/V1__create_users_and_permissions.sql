-- Who there is, and what each of them may do.
create table ${prefix}users (
    id             uuid        not null,
    email          text        not null,
    password_hash  text        not null,
    display_name   text        not null,
    kind           text        not null,
    email_verified boolean     not null default false,
    is_active      boolean     not null default true,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint ${prefix}users_pkey primary key (id),
    constraint ${prefix}users_email_has_one_at_sign check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint ${prefix}users_email_has_at_most_254_characters check (char_length(email) <= 254),
    constraint ${prefix}users_password_hash_is_argon2id check (password_hash like '$argon2id$%'),
    constraint ${prefix}users_display_name_has_1_to_100_characters check (char_length(display_name) between 1 and 100),
    constraint ${prefix}users_kind_is_known check (kind in ('student', 'staff', 'employer', 'admin')),
    constraint ${prefix}users_change_after_creation check (updated_at >= created_at)
);

create unique index ${prefix}users_email_key on ${prefix}users (lower(email));
create index ${prefix}users_kind_idx on ${prefix}users (kind, created_at);

comment on table ${prefix}users is 'Everybody who can sign in.';
comment on column ${prefix}users.email is 'As the person wrote it; compared without regard to case.';
comment on column ${prefix}users.password_hash is 'Argon2id with its salt and parameters.';
comment on column ${prefix}users.is_active is 'False keeps the account out without forgetting it.';

create table ${prefix}permissions (
    id          uuid not null,
    name        text not null,
    description text not null,

    constraint ${prefix}permissions_pkey primary key (id),
    constraint ${prefix}permissions_name_key unique (name),
    constraint ${prefix}permissions_name_is_a_dotted_name check (name ~ '^[a-z_]+[.][a-z_]+$'),
    constraint ${prefix}permissions_description_is_not_blank check (description ~ '\S')
);

comment on table ${prefix}permissions is 'What can be allowed at all; seeded in db/seed/prod.';

create table ${prefix}user_permissions (
    user_id       uuid        not null,
    permission_id uuid        not null,
    granted_by    uuid,
    granted_at    timestamptz not null,
    expires_at    timestamptz,

    constraint ${prefix}user_permissions_pkey primary key (user_id, permission_id),
    constraint ${prefix}user_permissions_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}user_permissions_permission_id_fkey foreign key (permission_id)
        references ${prefix}permissions (id),
    constraint ${prefix}user_permissions_granted_by_fkey foreign key (granted_by)
        references ${prefix}users (id) on delete set null,
    constraint ${prefix}user_permissions_nobody_grants_to_themselves check (granted_by <> user_id),
    constraint ${prefix}user_permissions_expire_after_granting check (expires_at > granted_at)
);

create index ${prefix}user_permissions_permission_id_idx on ${prefix}user_permissions (permission_id);
create index ${prefix}user_permissions_granted_by_idx on ${prefix}user_permissions (granted_by);
create index ${prefix}user_permissions_expires_at_idx on ${prefix}user_permissions (expires_at);

comment on table ${prefix}user_permissions is 'Who may do what.';
comment on column ${prefix}user_permissions.granted_by is 'Null when nobody did: given at registration, or the account is gone.';
