-- One person of each kind; the other services' rows speak of them by these ids.
insert into ${prefix}users (id, email, password_hash, role, email_verified, created_at, updated_at)
values ('019a0000-0000-7000-8000-000000000001', 'thandi@example.org', '$argon2id$v=19$m=19456,t=2,p=1$YXpvcmEtdGhhbmRp$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'student', true, '2026-08-01T06:00:00Z', '2026-08-01T06:05:00Z'),
       ('019a0000-0000-7000-8000-000000000002', 'sipho@example.org', '$argon2id$v=19$m=19456,t=2,p=1$YXpvcmEtc2lwaG8$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'tutor', true, '2026-08-01T07:00:00Z', '2026-08-01T07:05:00Z'),
       ('019a0000-0000-7000-8000-000000000003', 'lerato@example.org', null, 'employer', true, '2026-08-02T08:00:00Z', '2026-08-02T08:00:00Z'),
       ('019a0000-0000-7000-8000-000000000004', 'nomsa@example.org', '$argon2id$v=19$m=19456,t=2,p=1$YXpvcmEtbm9tc2E$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'parent', false, '2026-08-03T09:00:00Z', '2026-08-03T09:00:00Z')
on conflict do nothing;

insert into ${prefix}user_profiles (user_id, display_name, bio, country, time_zone, language, updated_at)
values ('019a0000-0000-7000-8000-000000000001', 'Thandi', 'Learns to program.', 'ZA', 'Africa/Johannesburg', 'zu', '2026-08-01T06:05:00Z'),
       ('019a0000-0000-7000-8000-000000000002', 'Sipho', 'Teaches mathematics.', 'ZA', 'Africa/Johannesburg', 'en', '2026-08-01T07:05:00Z')
on conflict do nothing;

insert into ${prefix}sessions (id, user_id, refresh_token_hash, user_agent, ip, expires_at, ended_at, created_at, updated_at)
values ('019a0000-0001-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', sha256('azora refresh token 1'), 'Firefox', '192.0.2.1', '2036-08-01T06:10:00Z', null, '2026-08-01T06:10:00Z', '2026-08-01T06:10:00Z'),
       ('019a0000-0001-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000002', sha256('azora refresh token 2'), 'Chrome', '192.0.2.2', '2036-08-01T07:10:00Z', '2026-08-01T08:00:00Z', '2026-08-01T07:10:00Z', '2026-08-01T08:00:00Z')
on conflict do nothing;

insert into ${prefix}tokens (id, user_id, purpose, token_hash, expires_at, used_at, created_at)
values ('019a0000-0002-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 'verify_email', sha256('azora token 1'), '2026-08-02T06:00:00Z', '2026-08-01T06:05:00Z', '2026-08-01T06:00:00Z'),
       ('019a0000-0002-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000004', 'verify_email', sha256('azora token 2'), '2026-08-04T09:00:00Z', null, '2026-08-03T09:00:00Z')
on conflict do nothing;

insert into ${prefix}mfa_settings (user_id, method, totp_secret, recovery_code_hashes, enabled_at, updated_at)
values ('019a0000-0000-7000-8000-000000000002', 'email', null, array[sha256('azora recovery code 1'), sha256('azora recovery code 2')], '2026-08-01T07:20:00Z', '2026-08-01T07:20:00Z')
on conflict do nothing;

insert into ${prefix}audit_log (id, user_id, action, resource_type, resource_id, metadata, ip, created_at)
values ('019a0000-0003-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 'user.register', 'user', '019a0000-0000-7000-8000-000000000001', '{}', '192.0.2.1', '2026-08-01T06:00:00Z'),
       ('019a0000-0003-7000-8000-000000000002', null, 'session.refuse', null, null, '{"reason": "password"}', '192.0.2.9', '2026-08-01T06:30:00Z')
on conflict do nothing;
