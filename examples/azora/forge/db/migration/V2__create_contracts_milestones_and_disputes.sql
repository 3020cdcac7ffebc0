-- job_id stands here beside application_id, so that a contract cannot name one job and an
-- application for another.
create table ${prefix}contracts (
    id             uuid          not null,
    job_id         uuid          not null,
    application_id uuid          not null,
    employer_id    uuid          not null,
    contractor_id  uuid          not null,
    total          numeric(19,4) not null,
    currency       char(3)       not null,
    status         text          not null,
    signed_at      timestamptz,
    ended_at       timestamptz,
    created_at     timestamptz   not null,
    updated_at     timestamptz   not null,

    constraint ${prefix}contracts_pkey primary key (id),
    constraint ${prefix}contracts_application_id_key unique (application_id),
    constraint ${prefix}contracts_job_id_application_id_fkey
        foreign key (job_id, application_id) references ${prefix}applications (job_id, id),
    constraint ${prefix}contracts_bind_two_people check (employer_id <> contractor_id),
    constraint ${prefix}contracts_total_is_positive check (total > 0),
    constraint ${prefix}contracts_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint ${prefix}contracts_status_is_known check (status in ('offered', 'active', 'disputed', 'completed', 'cancelled')),
    constraint ${prefix}contracts_are_signed_before_they_start
        check (status in ('offered', 'cancelled') or signed_at is not null),
    constraint ${prefix}contracts_end_once check ((status in ('completed', 'cancelled')) = (ended_at is not null)),
    constraint ${prefix}contracts_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}contracts_job_id_application_id_idx on ${prefix}contracts (job_id, application_id);
create index ${prefix}contracts_employer_id_idx on ${prefix}contracts (employer_id, status);
create index ${prefix}contracts_contractor_id_idx on ${prefix}contracts (contractor_id, status);

comment on table ${prefix}contracts is 'What employer and contractor agreed on.';

create table ${prefix}milestones (
    id          uuid          not null,
    contract_id uuid          not null,
    position    integer       not null,
    title       text          not null,
    amount      numeric(19,4) not null,
    due_on      date          not null,
    status      text          not null,
    paid_at     timestamptz,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,

    constraint ${prefix}milestones_pkey primary key (id),
    constraint ${prefix}milestones_contract_id_position_key unique (contract_id, position),
    constraint ${prefix}milestones_contract_id_id_key unique (contract_id, id),
    constraint ${prefix}milestones_contract_id_fkey foreign key (contract_id)
        references ${prefix}contracts (id) on delete cascade,
    constraint ${prefix}milestones_are_counted_from_one check (position > 0),
    constraint ${prefix}milestones_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}milestones_amount_is_positive check (amount > 0),
    constraint ${prefix}milestones_status_is_known check (status in ('open', 'delivered', 'approved', 'paid')),
    constraint ${prefix}milestones_are_paid_once check ((status = 'paid') = (paid_at is not null)),
    constraint ${prefix}milestones_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}milestones_due_on_idx on ${prefix}milestones (due_on) where status = 'open';

comment on table ${prefix}milestones is 'Steps of a contract, each with its pay, in the currency of the contract.';

create table ${prefix}disputes (
    id           uuid        not null,
    contract_id  uuid        not null,
    milestone_id uuid,
    raised_by    uuid        not null,
    reason       text        not null,
    status       text        not null,
    resolution   text,
    resolved_at  timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,

    constraint ${prefix}disputes_pkey primary key (id),
    constraint ${prefix}disputes_contract_id_fkey foreign key (contract_id) references ${prefix}contracts (id),
    constraint ${prefix}disputes_contract_id_milestone_id_fkey
        foreign key (contract_id, milestone_id) references ${prefix}milestones (contract_id, id),
    constraint ${prefix}disputes_reason_has_1_to_5000_characters check (char_length(reason) between 1 and 5000),
    constraint ${prefix}disputes_status_is_known check (status in ('open', 'in_review', 'resolved', 'withdrawn')),
    constraint ${prefix}disputes_resolved_ones_say_how
        check ((status = 'resolved') = (resolution is not null and resolved_at is not null)),
    constraint ${prefix}disputes_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}disputes_contract_id_idx on ${prefix}disputes (contract_id, milestone_id);
create index ${prefix}disputes_raised_by_idx on ${prefix}disputes (raised_by);
create index ${prefix}disputes_open_idx on ${prefix}disputes (created_at) where status in ('open', 'in_review');

comment on table ${prefix}disputes is 'What the two could not settle alone.';
comment on column ${prefix}disputes.milestone_id is 'Null when it is about the whole contract.';
