insert into ${prefix}students (id, user_id, student_number, level, created_at, updated_at)
values ('019a0001-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', '2026-000001', 'bachelor', '2026-08-01T06:10:00Z', '2026-08-01T06:10:00Z')
on conflict do nothing;

insert into ${prefix}courses (id, code, title, description, instructor_id, level, credits, status, created_at, updated_at)
values ('019a0001-0001-7000-8000-000000000001', 'DB101', 'Databases that hold', 'Tables, keys, and who may read them.', '019a0000-0000-7000-8000-000000000002', 'bachelor', 12, 'published', '2026-07-01T06:00:00Z', '2026-07-20T06:00:00Z'),
       ('019a0001-0001-7000-8000-000000000002', 'MATH102', 'Linear algebra', '', '019a0000-0000-7000-8000-000000000002', 'bachelor', 16, 'draft', '2026-07-02T06:00:00Z', '2026-07-02T06:00:00Z')
on conflict do nothing;

insert into ${prefix}modules (id, course_id, position, title, content_type, duration_minutes, created_at, updated_at)
values ('019a0001-0002-7000-8000-000000000001', '019a0001-0001-7000-8000-000000000001', 1, 'What a key is', 'video', 25, '2026-07-01T06:30:00Z', '2026-07-01T06:30:00Z'),
       ('019a0001-0002-7000-8000-000000000002', '019a0001-0001-7000-8000-000000000001', 2, 'Roles and grants', 'quiz', 40, '2026-07-01T06:40:00Z', '2026-07-01T06:40:00Z')
on conflict do nothing;

insert into ${prefix}enrollments (id, student_id, course_id, status, enrolled_at, updated_at)
values ('019a0001-0003-7000-8000-000000000001', '019a0001-0000-7000-8000-000000000001', '019a0001-0001-7000-8000-000000000001', 'active', '2026-08-02T06:00:00Z', '2026-08-02T06:00:00Z')
on conflict do nothing;

insert into ${prefix}learning_progress (id, course_id, enrollment_id, module_id, percent, time_spent, completed_at, last_visited_at, updated_at)
values ('019a0001-0004-7000-8000-000000000001', '019a0001-0001-7000-8000-000000000001', '019a0001-0003-7000-8000-000000000001', '019a0001-0002-7000-8000-000000000001', 100, '25 minutes', '2026-08-02T06:30:00Z', '2026-08-02T06:30:00Z', '2026-08-02T06:30:00Z'),
       ('019a0001-0004-7000-8000-000000000002', '019a0001-0001-7000-8000-000000000001', '019a0001-0003-7000-8000-000000000001', '019a0001-0002-7000-8000-000000000002', 37.5, '15 minutes', null, '2026-08-03T06:30:00Z', '2026-08-03T06:30:00Z')
on conflict do nothing;
