-- Who wants to study what, and what became of it.
create table ${prefix}applications (
    id           uuid        not null,
    user_id      uuid        not null,
    program_id   uuid        not null,
    status       text        not null,
    motivation   text        not null default '',
    grade        numeric(3,2),
    submitted_at timestamptz,
    decided_at   timestamptz,
    decided_by   uuid,
    version      integer     not null default 0,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,

    constraint ${prefix}applications_pkey primary key (id),
    constraint ${prefix}applications_user_id_program_id_key unique (user_id, program_id),
    constraint ${prefix}applications_status_is_known
        check (status in ('draft', 'submitted', 'in_review', 'accepted', 'rejected', 'withdrawn')),
    constraint ${prefix}applications_motivation_is_at_most_10000_long check (char_length(motivation) <= 10000),
    constraint ${prefix}applications_grade_is_1_to_5 check (grade between 1 and 5),
    constraint ${prefix}applications_are_submitted_before_review
        check (status in ('draft', 'withdrawn') or submitted_at is not null),
    constraint ${prefix}applications_decisions_have_a_time_and_a_person
        check ((status in ('accepted', 'rejected')) = (decided_at is not null and decided_by is not null)),
    constraint ${prefix}applications_nobody_decides_their_own check (decided_by <> user_id),
    constraint ${prefix}applications_are_decided_after_submission check (decided_at >= submitted_at),
    constraint ${prefix}applications_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}applications_program_id_idx on ${prefix}applications (program_id, status);
create index ${prefix}applications_decided_by_idx on ${prefix}applications (decided_by);
create index ${prefix}applications_undecided_idx on ${prefix}applications (submitted_at)
    where status in ('submitted', 'in_review');

comment on table ${prefix}applications is 'Applications for programs, one per person and program.';
comment on column ${prefix}applications.user_id is 'A user of the service auth, without foreign key.';
comment on column ${prefix}applications.program_id is 'A program of the service institution, without foreign key.';
comment on column ${prefix}applications.grade is 'Final grade of the last school, 1.00 is best.';
