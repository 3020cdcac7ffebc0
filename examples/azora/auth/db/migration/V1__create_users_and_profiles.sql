-- Who there is. The id is what every other service of the platform knows a person by.
create table ${prefix}users (
    id             uuid        not null,
    email          text        not null,
    password_hash  text,
    role           text        not null,
    email_verified boolean     not null default false,
    is_active      boolean     not null default true,
    last_login_at  timestamptz,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint ${prefix}users_pkey primary key (id),
    constraint ${prefix}users_email_has_one_at_sign check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint ${prefix}users_email_has_at_most_254_characters check (char_length(email) <= 254),
    constraint ${prefix}users_password_hash_is_argon2id check (password_hash like '$argon2id$%'),
    constraint ${prefix}users_role_is_known check (role in ('student', 'tutor', 'employer', 'parent', 'admin')),
    constraint ${prefix}users_change_after_creation check (updated_at >= created_at)
);

create unique index ${prefix}users_email_key on ${prefix}users (lower(email));
create index ${prefix}users_role_idx on ${prefix}users (role, created_at);

comment on table ${prefix}users is 'Everybody who can sign in.';
comment on column ${prefix}users.email is 'As the person wrote it; compared without regard to case.';
comment on column ${prefix}users.password_hash is 'Argon2id; null for people who only sign in through a provider.';

create table ${prefix}user_profiles (
    user_id      uuid        not null,
    display_name text        not null,
    bio          text        not null default '',
    avatar_url   text,
    country      char(2)     not null,
    time_zone    text        not null default 'UTC',
    language     text        not null default 'en',
    updated_at   timestamptz not null,

    constraint ${prefix}user_profiles_pkey primary key (user_id),
    constraint ${prefix}user_profiles_user_id_fkey foreign key (user_id)
        references ${prefix}users (id) on delete cascade,
    constraint ${prefix}user_profiles_display_name_has_1_to_100_characters
        check (char_length(display_name) between 1 and 100),
    constraint ${prefix}user_profiles_bio_has_at_most_2000_characters check (char_length(bio) <= 2000),
    constraint ${prefix}user_profiles_avatar_url_is_https check (avatar_url like 'https://%'),
    constraint ${prefix}user_profiles_country_is_iso_3166 check (country ~ '^[A-Z]{2}$'),
    constraint ${prefix}user_profiles_language_is_bcp_47 check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')
);

create index ${prefix}user_profiles_country_idx on ${prefix}user_profiles (country);

comment on table ${prefix}user_profiles is 'What a person shows of themselves.';
