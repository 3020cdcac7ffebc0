-- Courses and who teaches them; students and what they have reached.
create table ${prefix}students (
    id             uuid        not null,
    user_id        uuid        not null,
    student_number text        not null,
    level          text        not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint ${prefix}students_pkey primary key (id),
    constraint ${prefix}students_user_id_key unique (user_id),
    constraint ${prefix}students_student_number_key unique (student_number),
    constraint ${prefix}students_student_number_is_a_year_and_six_digits check (student_number ~ '^20[0-9]{2}-[0-9]{6}$'),
    constraint ${prefix}students_level_is_known check (level in ('school', 'certificate', 'bachelor', 'master')),
    constraint ${prefix}students_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}students_level_idx on ${prefix}students (level);

comment on table ${prefix}students is 'People who learn.';
comment on column ${prefix}students.user_id is 'A user of the service auth, without foreign key: it lives in another database.';

create table ${prefix}courses (
    id            uuid        not null,
    code          text        not null,
    title         text        not null,
    description   text        not null default '',
    instructor_id uuid        not null,
    level         text        not null,
    credits       integer     not null,
    status        text        not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,

    constraint ${prefix}courses_pkey primary key (id),
    constraint ${prefix}courses_code_key unique (code),
    constraint ${prefix}courses_code_is_letters_then_digits check (code ~ '^[A-Z]{2,6}[0-9]{3}$'),
    constraint ${prefix}courses_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}courses_level_is_known check (level in ('school', 'certificate', 'bachelor', 'master')),
    constraint ${prefix}courses_credits_are_1_to_60 check (credits between 1 and 60),
    constraint ${prefix}courses_status_is_known check (status in ('draft', 'published', 'archived')),
    constraint ${prefix}courses_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}courses_instructor_id_idx on ${prefix}courses (instructor_id);
create index ${prefix}courses_status_level_idx on ${prefix}courses (status, level);

comment on table ${prefix}courses is 'What can be learned.';
comment on column ${prefix}courses.instructor_id is 'User id of who answers for the course.';

create table ${prefix}modules (
    id               uuid        not null,
    course_id        uuid        not null,
    position         integer     not null,
    title            text        not null,
    content_type     text        not null,
    duration_minutes integer     not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,

    constraint ${prefix}modules_pkey primary key (id),
    constraint ${prefix}modules_course_id_position_key unique (course_id, position),
    constraint ${prefix}modules_course_id_id_key unique (course_id, id),
    constraint ${prefix}modules_course_id_fkey foreign key (course_id)
        references ${prefix}courses (id) on delete cascade,
    constraint ${prefix}modules_are_counted_from_one check (position > 0),
    constraint ${prefix}modules_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}modules_content_type_is_known check (content_type in ('text', 'video', 'quiz', 'project')),
    constraint ${prefix}modules_duration_is_positive check (duration_minutes > 0),
    constraint ${prefix}modules_change_after_creation check (updated_at >= created_at)
);

comment on table ${prefix}modules is 'The parts of a course, in order.';
