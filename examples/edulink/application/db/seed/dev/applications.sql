insert into ${prefix}applications (id, user_id, program_id, status, motivation, grade, submitted_at, decided_at, decided_by, version, created_at, updated_at)
values ('019b0004-0000-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000001', '019b0002-0001-7000-8000-000000000001', 'accepted', 'Ships have walls for a reason.', 1.7, '2026-07-05T08:00:00Z', '2026-07-25T08:00:00Z', '019b0000-0000-7000-8000-000000000002', 3, '2026-07-04T08:00:00Z', '2026-07-25T08:00:00Z'),
       ('019b0004-0000-7000-8000-000000000002', '019b0000-0000-7000-8000-000000000004', '019b0002-0001-7000-8000-000000000001', 'draft', '', null, null, null, null, 0, '2026-07-06T08:00:00Z', '2026-07-06T08:00:00Z')
on conflict do nothing;
