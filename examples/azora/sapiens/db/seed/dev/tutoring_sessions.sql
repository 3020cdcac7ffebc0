-- Rows of several people: only a migration, which names itself, sees all of them.
select set_config('app.current_job', 'migration', true);

insert into ${prefix}tutoring_sessions (id, user_id, subject, goal, status, started_at, ended_at, updated_at)
values ('019a0004-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 'Foreign keys', 'Know when to leave one out.', 'ended', '2026-08-04T15:00:00Z', '2026-08-04T15:30:00Z', '2026-08-04T15:30:00Z'),
       ('019a0004-0000-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000004', 'Fractions', '', 'active', '2026-08-04T16:00:00Z', null, '2026-08-04T16:05:00Z')
on conflict do nothing;

insert into ${prefix}messages (id, session_id, user_id, position, author, body, tokens, created_at)
values ('019a0004-0001-7000-8000-000000000001', '019a0004-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 1, 'student', 'Why is there no foreign key to users?', 9, '2026-08-04T15:00:10Z'),
       ('019a0004-0001-7000-8000-000000000002', '019a0004-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 2, 'tutor', 'Because it would cross a database.', 8, '2026-08-04T15:00:12Z'),
       ('019a0004-0001-7000-8000-000000000003', '019a0004-0000-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000004', 1, 'student', 'What is a half of a third?', 8, '2026-08-04T16:00:10Z')
on conflict do nothing;

insert into ${prefix}insights (id, user_id, session_id, kind, summary, confidence, created_at)
values ('019a0004-0002-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', '019a0004-0000-7000-8000-000000000001', 'strength', 'Asks for reasons.', 0.9, '2026-08-04T15:30:00Z')
on conflict do nothing;

insert into ${prefix}learning_paths (id, user_id, title, status, target_on, created_at, updated_at)
values ('019a0004-0003-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 'Database engineer', 'active', '2027-06-30', '2026-08-04T15:40:00Z', '2026-08-04T15:40:00Z')
on conflict do nothing;

insert into ${prefix}path_steps (id, path_id, position, title, course_id, completed_at, created_at, updated_at)
values ('019a0004-0004-7000-8000-000000000001', '019a0004-0003-7000-8000-000000000001', 1, 'Databases that hold', '019a0001-0001-7000-8000-000000000001', null, '2026-08-04T15:40:00Z', '2026-08-04T15:40:00Z'),
       ('019a0004-0004-7000-8000-000000000002', '019a0004-0003-7000-8000-000000000001', 2, 'Run a restore by hand', null, null, '2026-08-04T15:40:00Z', '2026-08-04T15:40:00Z')
on conflict do nothing;
