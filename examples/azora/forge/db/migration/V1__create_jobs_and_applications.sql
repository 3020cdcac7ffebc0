-- Work offered, work asked for.
create table ${prefix}jobs (
    id          uuid          not null,
    employer_id uuid          not null,
    title       text          not null,
    description text          not null,
    skills      text[]        not null default '{}',
    budget      numeric(19,4) not null,
    currency    char(3)       not null,
    status      text          not null,
    closes_at   timestamptz   not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,

    constraint ${prefix}jobs_pkey primary key (id),
    constraint ${prefix}jobs_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}jobs_budget_is_positive check (budget > 0),
    constraint ${prefix}jobs_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint ${prefix}jobs_status_is_known check (status in ('draft', 'open', 'filled', 'cancelled')),
    constraint ${prefix}jobs_close_after_creation check (closes_at > created_at),
    constraint ${prefix}jobs_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}jobs_employer_id_idx on ${prefix}jobs (employer_id);
create index ${prefix}jobs_open_idx on ${prefix}jobs (closes_at) where status = 'open';
create index ${prefix}jobs_skills_idx on ${prefix}jobs using gin (skills);

comment on table ${prefix}jobs is 'Work that somebody offers.';
comment on column ${prefix}jobs.employer_id is 'User id, without foreign key.';

create table ${prefix}applications (
    id           uuid          not null,
    job_id       uuid          not null,
    applicant_id uuid          not null,
    cover_letter text          not null,
    bid          numeric(19,4) not null,
    status       text          not null,
    created_at   timestamptz   not null,
    updated_at   timestamptz   not null,

    constraint ${prefix}applications_pkey primary key (id),
    constraint ${prefix}applications_job_id_applicant_id_key unique (job_id, applicant_id),
    constraint ${prefix}applications_job_id_id_key unique (job_id, id),
    constraint ${prefix}applications_job_id_fkey foreign key (job_id)
        references ${prefix}jobs (id) on delete cascade,
    constraint ${prefix}applications_cover_letter_has_1_to_5000_characters
        check (char_length(cover_letter) between 1 and 5000),
    constraint ${prefix}applications_bid_is_positive check (bid > 0),
    constraint ${prefix}applications_status_is_known check (status in ('submitted', 'accepted', 'rejected', 'withdrawn')),
    constraint ${prefix}applications_change_after_creation check (updated_at >= created_at)
);

-- A job goes to one applicant.
create unique index ${prefix}applications_one_accepted_per_job_key on ${prefix}applications (job_id)
    where status = 'accepted';

create index ${prefix}applications_applicant_id_idx on ${prefix}applications (applicant_id, created_at desc);
create index ${prefix}applications_job_id_status_idx on ${prefix}applications (job_id, status);

comment on table ${prefix}applications is 'Who wants which job; once each.';
comment on column ${prefix}applications.bid is 'In the currency of the job.';
