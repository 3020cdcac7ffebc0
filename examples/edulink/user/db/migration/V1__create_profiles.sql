-- What people say about themselves. The account behind it is the service auth's.
create table ${prefix}profiles (
    user_id       uuid        not null,
    full_name     text        not null,
    date_of_birth date,
    phone         text,
    country       char(2)     not null,
    language      text        not null default 'en',
    time_zone     text        not null default 'UTC',
    about         text        not null default '',
    education     jsonb       not null default '[]',
    created_at    timestamptz not null,
    updated_at    timestamptz not null,

    constraint ${prefix}profiles_pkey primary key (user_id),
    constraint ${prefix}profiles_full_name_has_1_to_200_characters check (char_length(full_name) between 1 and 200),
    constraint ${prefix}profiles_are_of_the_living check (date_of_birth > date '1900-01-01'),
    constraint ${prefix}profiles_phone_is_e_164 check (phone ~ '^[+][1-9][0-9]{6,14}$'),
    constraint ${prefix}profiles_country_is_iso_3166 check (country ~ '^[A-Z]{2}$'),
    constraint ${prefix}profiles_language_is_bcp_47 check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    constraint ${prefix}profiles_about_has_at_most_5000_characters check (char_length(about) <= 5000),
    constraint ${prefix}profiles_education_is_a_list check (jsonb_typeof(education) = 'array'),
    constraint ${prefix}profiles_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}profiles_country_idx on ${prefix}profiles (country);
create index ${prefix}profiles_updated_at_idx on ${prefix}profiles (updated_at);

comment on table ${prefix}profiles is 'One profile per person, once they have written one.';
comment on column ${prefix}profiles.user_id is 'A user of the service auth, without foreign key; the manifest names the reference.';
comment on column ${prefix}profiles.education is 'Schools and degrees, newest first.';
