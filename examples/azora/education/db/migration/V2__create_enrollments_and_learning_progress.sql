create table ${prefix}enrollments (
    id           uuid        not null,
    student_id   uuid        not null,
    course_id    uuid        not null,
    status       text        not null,
    grade        numeric(4,1),
    enrolled_at  timestamptz not null,
    completed_at timestamptz,
    updated_at   timestamptz not null,

    constraint ${prefix}enrollments_pkey primary key (id),
    constraint ${prefix}enrollments_student_id_course_id_key unique (student_id, course_id),
    constraint ${prefix}enrollments_course_id_id_key unique (course_id, id),
    constraint ${prefix}enrollments_student_id_fkey foreign key (student_id)
        references ${prefix}students (id) on delete cascade,
    constraint ${prefix}enrollments_course_id_fkey foreign key (course_id) references ${prefix}courses (id),
    constraint ${prefix}enrollments_status_is_known check (status in ('active', 'completed', 'dropped')),
    constraint ${prefix}enrollments_grade_is_a_percentage check (grade between 0 and 100),
    constraint ${prefix}enrollments_are_graded_once_completed check (grade is null or status = 'completed'),
    constraint ${prefix}enrollments_complete_once check ((status = 'completed') = (completed_at is not null)),
    constraint ${prefix}enrollments_complete_after_they_begin check (completed_at >= enrolled_at)
);

create index ${prefix}enrollments_course_id_status_idx on ${prefix}enrollments (course_id, status);

comment on table ${prefix}enrollments is 'Who takes which course, once.';
comment on column ${prefix}enrollments.grade is 'Percent, one decimal; null while unknown.';

-- course_id makes both foreign keys agree: nobody progresses in a module of a course they do not take.
create table ${prefix}learning_progress (
    id              uuid         not null,
    course_id       uuid         not null,
    enrollment_id   uuid         not null,
    module_id       uuid         not null,
    percent         numeric(5,2) not null,
    time_spent      interval     not null default interval '0',
    completed_at    timestamptz,
    last_visited_at timestamptz  not null,
    updated_at      timestamptz  not null,

    constraint ${prefix}learning_progress_pkey primary key (id),
    constraint ${prefix}learning_progress_enrollment_id_module_id_key unique (enrollment_id, module_id),
    constraint ${prefix}learning_progress_course_id_enrollment_id_fkey
        foreign key (course_id, enrollment_id) references ${prefix}enrollments (course_id, id) on delete cascade,
    constraint ${prefix}learning_progress_course_id_module_id_fkey
        foreign key (course_id, module_id) references ${prefix}modules (course_id, id) on delete cascade,
    constraint ${prefix}learning_progress_percent_is_0_to_100 check (percent between 0 and 100),
    constraint ${prefix}learning_progress_is_complete_at_100 check ((percent = 100) = (completed_at is not null)),
    constraint ${prefix}learning_progress_time_is_not_negative check (time_spent >= interval '0')
);

create index ${prefix}learning_progress_course_id_enrollment_id_idx
    on ${prefix}learning_progress (course_id, enrollment_id);
create index ${prefix}learning_progress_course_id_module_id_idx
    on ${prefix}learning_progress (course_id, module_id);
create index ${prefix}learning_progress_last_visited_at_idx on ${prefix}learning_progress (last_visited_at);

comment on table ${prefix}learning_progress is 'How far a student is in each module.';
