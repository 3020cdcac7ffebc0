-- One person of each kind. The hashes belong to no password.
insert into ${prefix}users (id, email, password_hash, display_name, kind, email_verified, is_active, created_at, updated_at)
values ('019b0000-0000-7000-8000-000000000001', 'mina@example.org', '$argon2id$v=19$m=19456,t=2,p=1$ZWR1bGluay1taW5h$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Mina', 'student', true, true, '2026-07-01T08:00:00Z', '2026-07-01T08:05:00Z'),
       ('019b0000-0000-7000-8000-000000000002', 'jonas@example.org', '$argon2id$v=19$m=19456,t=2,p=1$ZWR1bGluay1qb25hcw$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Jonas', 'staff', true, true, '2026-07-01T09:00:00Z', '2026-07-01T09:05:00Z'),
       ('019b0000-0000-7000-8000-000000000003', 'farah@example.org', '$argon2id$v=19$m=19456,t=2,p=1$ZWR1bGluay1mYXJhaA$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Farah', 'employer', true, true, '2026-07-02T08:00:00Z', '2026-07-02T08:05:00Z'),
       ('019b0000-0000-7000-8000-000000000004', 'left@example.org', '$argon2id$v=19$m=19456,t=2,p=1$ZWR1bGluay1sZWZ0$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Somebody who left', 'student', true, false, '2026-07-03T08:00:00Z', '2026-07-20T08:00:00Z')
on conflict do nothing;

insert into ${prefix}user_permissions (user_id, permission_id, granted_by, granted_at, expires_at)
values ('019b0000-0000-7000-8000-000000000001', '019b0000-0001-7000-8000-000000000001', null, '2026-07-01T08:00:00Z', null),
       ('019b0000-0000-7000-8000-000000000002', '019b0000-0001-7000-8000-000000000002', null, '2026-07-01T09:00:00Z', null),
       ('019b0000-0000-7000-8000-000000000003', '019b0000-0001-7000-8000-000000000004', '019b0000-0000-7000-8000-000000000002', '2026-07-02T09:00:00Z', '2026-08-02T09:00:00Z'),
       ('019b0000-0000-7000-8000-000000000004', '019b0000-0001-7000-8000-000000000001', null, '2026-07-03T08:00:00Z', null)
on conflict do nothing;

insert into ${prefix}audit_log (id, user_id, action, resource_type, resource_id, metadata, ip, created_at)
values ('019b0000-0002-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000001', 'user.register', 'user', '019b0000-0000-7000-8000-000000000001', '{}', '192.0.2.11', '2026-07-01T08:00:00Z'),
       ('019b0000-0002-7000-8000-000000000002', '019b0000-0000-7000-8000-000000000002', 'permission.grant', 'user', '019b0000-0000-7000-8000-000000000003', '{"permission": "placement.supervise"}', '192.0.2.12', '2026-07-02T09:00:00Z')
on conflict do nothing;
