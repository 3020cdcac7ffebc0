-- What the platform itself knows of a person beyond the account, which lies in the database shared.
create table ${prefix}user_profiles (
    id             uuid        not null,
    user_id        uuid        not null,
    full_name      text        not null,
    phone          text,
    street         text,
    city           text,
    country        char(2)     not null,
    language       text        not null default 'en',
    marketing_mail boolean     not null default false,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint ${prefix}user_profiles_pkey primary key (id),
    constraint ${prefix}user_profiles_user_id_key unique (user_id),
    constraint ${prefix}user_profiles_full_name_has_1_to_200_characters check (char_length(full_name) between 1 and 200),
    constraint ${prefix}user_profiles_phone_is_e_164 check (phone ~ '^[+][1-9][0-9]{6,14}$'),
    constraint ${prefix}user_profiles_streets_lie_in_a_city check (street is null or city is not null),
    constraint ${prefix}user_profiles_country_is_iso_3166 check (country ~ '^[A-Z]{2}$'),
    constraint ${prefix}user_profiles_language_is_bcp_47 check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    constraint ${prefix}user_profiles_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}user_profiles_country_idx on ${prefix}user_profiles (country, city);

comment on table ${prefix}user_profiles is 'One profile per person, once they have written one.';
comment on column ${prefix}user_profiles.user_id is 'A user of the service shared, in another database: the manifest names the reference.';
