create table ${prefix}learning_paths (
    id         uuid        not null,
    user_id    uuid        not null,
    title      text        not null,
    status     text        not null,
    target_on  date,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}learning_paths_pkey primary key (id),
    constraint ${prefix}learning_paths_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}learning_paths_status_is_known check (status in ('active', 'completed', 'abandoned')),
    constraint ${prefix}learning_paths_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}learning_paths_user_id_idx on ${prefix}learning_paths (user_id, status);

comment on table ${prefix}learning_paths is 'Where a person wants to get to.';

create table ${prefix}path_steps (
    id           uuid        not null,
    path_id      uuid        not null,
    position     integer     not null,
    title        text        not null,
    course_id    uuid,
    completed_at timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,

    constraint ${prefix}path_steps_pkey primary key (id),
    constraint ${prefix}path_steps_path_id_position_key unique (path_id, position),
    constraint ${prefix}path_steps_path_id_fkey foreign key (path_id)
        references ${prefix}learning_paths (id) on delete cascade,
    constraint ${prefix}path_steps_are_counted_from_one check (position > 0),
    constraint ${prefix}path_steps_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}path_steps_complete_after_creation check (completed_at >= created_at)
);

create index ${prefix}path_steps_course_id_idx on ${prefix}path_steps (course_id);

comment on table ${prefix}path_steps is 'The way there, in order.';
comment on column ${prefix}path_steps.course_id is 'A course of the service education, without foreign key; null for anything else.';
