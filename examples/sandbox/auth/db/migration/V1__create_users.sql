-- Who may use the sandbox. The other services know a person by this id and hold no foreign key to
-- it, so that each of them can climb to a higher rung alone.
create table ${prefix}users (
    id              uuid        not null,
    email           text        not null,
    hashed_password text        not null,
    nin_verified    boolean     not null default false,
    bvn_verified    boolean     not null default false,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,

    constraint ${prefix}users_pkey primary key (id),
    constraint ${prefix}users_email_has_one_at_sign check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint ${prefix}users_email_has_at_most_254_characters check (char_length(email) <= 254),
    constraint ${prefix}users_hashed_password_is_argon2id check (hashed_password like '$argon2id$%'),
    constraint ${prefix}users_change_after_creation check (updated_at >= created_at)
);

create unique index ${prefix}users_email_key on ${prefix}users (lower(email));
create index ${prefix}users_created_at_idx on ${prefix}users (created_at);

comment on table ${prefix}users is 'Developers who try the sandbox.';
comment on column ${prefix}users.email is 'As the person wrote it; compared without regard to case.';
comment on column ${prefix}users.hashed_password is 'Argon2id with its salt and parameters.';
comment on column ${prefix}users.nin_verified is 'Told by the service nin; the proof stays there.';
comment on column ${prefix}users.bvn_verified is 'Told by the service bvn; the proof stays there.';
