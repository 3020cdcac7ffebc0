insert into ${prefix}events (id, source, type, subject_id, payload, occurred_at, published_at, attempts, created_at)
values ('019a0005-0000-7000-8000-000000000001', 'auth', 'user.registered', '019a0000-0000-7000-8000-000000000001', '{"role": "student"}', '2026-08-01T06:00:00Z', '2026-08-01T06:00:01Z', 1, '2026-08-01T06:00:00Z'),
       ('019a0005-0000-7000-8000-000000000002', 'education', 'module.completed', '019a0000-0000-7000-8000-000000000001', '{"module": "019a0001-0002-7000-8000-000000000001"}', '2026-08-02T06:30:00Z', null, 0, '2026-08-02T06:30:00Z')
on conflict do nothing;
