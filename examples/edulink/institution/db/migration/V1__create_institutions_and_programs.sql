-- Schools and universities, and what can be studied there.
create table ${prefix}institutions (
    id         uuid        not null,
    name       text        not null,
    kind       text        not null,
    country    char(2)     not null,
    city       text        not null,
    website    text,
    contact_id uuid,
    status     text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}institutions_pkey primary key (id),
    constraint ${prefix}institutions_name_country_key unique (name, country),
    constraint ${prefix}institutions_name_has_1_to_200_characters check (char_length(name) between 1 and 200),
    constraint ${prefix}institutions_kind_is_known check (kind in ('school', 'college', 'university', 'academy')),
    constraint ${prefix}institutions_country_is_iso_3166 check (country ~ '^[A-Z]{2}$'),
    constraint ${prefix}institutions_website_is_https check (website like 'https://%'),
    constraint ${prefix}institutions_status_is_known check (status in ('pending', 'verified', 'suspended')),
    constraint ${prefix}institutions_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}institutions_country_idx on ${prefix}institutions (country, status);
create index ${prefix}institutions_contact_id_idx on ${prefix}institutions (contact_id);

comment on table ${prefix}institutions is 'Where one can study.';
comment on column ${prefix}institutions.contact_id is 'User id of who speaks for it, without foreign key.';

create table ${prefix}programs (
    id                   uuid          not null,
    institution_id       uuid          not null,
    code                 text          not null,
    name                 text          not null,
    degree               text          not null,
    language             text          not null,
    seats                integer       not null,
    tuition              numeric(19,4) not null,
    currency             char(3)       not null,
    starts_on            date          not null,
    application_deadline timestamptz   not null,
    status               text          not null,
    created_at           timestamptz   not null,
    updated_at           timestamptz   not null,

    constraint ${prefix}programs_pkey primary key (id),
    constraint ${prefix}programs_institution_id_code_key unique (institution_id, code),
    constraint ${prefix}programs_institution_id_fkey foreign key (institution_id)
        references ${prefix}institutions (id),
    constraint ${prefix}programs_name_has_1_to_200_characters check (char_length(name) between 1 and 200),
    constraint ${prefix}programs_degree_is_known check (degree in ('certificate', 'bachelor', 'master', 'doctorate')),
    constraint ${prefix}programs_language_is_bcp_47 check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    constraint ${prefix}programs_have_seats check (seats > 0),
    constraint ${prefix}programs_tuition_is_not_negative check (tuition >= 0),
    constraint ${prefix}programs_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint ${prefix}programs_status_is_known check (status in ('draft', 'open', 'closed')),
    constraint ${prefix}programs_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}programs_degree_idx on ${prefix}programs (degree, status);
create index ${prefix}programs_open_idx on ${prefix}programs (application_deadline) where status = 'open';

comment on table ${prefix}programs is 'What can be studied, from one start to the next.';
