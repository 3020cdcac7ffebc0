-- The hashes belong to no password and the tokens to nobody.
insert into ${prefix}users (id, email, password_hash, display_name, email_verified, is_active, last_login_at, created_at, updated_at)
values ('019c0000-0000-7000-8000-000000000001', 'alma@example.org', '$argon2id$v=19$m=19456,t=2,p=1$YXRyaXotYWxtYQ$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Alma', true, true, '2026-10-02T08:00:00Z', '2026-06-01T08:00:00Z', '2026-10-02T08:00:00Z'),
       ('019c0000-0000-7000-8000-000000000002', 'bruno@example.org', '$argon2id$v=19$m=19456,t=2,p=1$YXRyaXotYnJ1bm8$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Bruno', true, true, null, '2026-06-02T08:00:00Z', '2026-06-02T08:05:00Z'),
       ('019c0000-0000-7000-8000-000000000003', 'carla@example.org', '$argon2id$v=19$m=19456,t=2,p=1$YXRyaXotY2FybGE$bm8tcGFzc3dvcmQtaGFzLXRoaXM', 'Carla', true, false, null, '2026-06-03T08:00:00Z', '2026-09-01T08:00:00Z')
on conflict do nothing;

insert into ${prefix}user_roles (user_id, role_id, granted_at)
values ('019c0000-0000-7000-8000-000000000001', '019c0000-0001-7000-8000-000000000002', '2026-06-01T08:00:00Z'),
       ('019c0000-0000-7000-8000-000000000001', '019c0000-0001-7000-8000-000000000004', '2026-06-01T08:00:00Z'),
       ('019c0000-0000-7000-8000-000000000002', '019c0000-0001-7000-8000-000000000003', '2026-06-02T08:05:00Z'),
       ('019c0000-0000-7000-8000-000000000003', '019c0000-0001-7000-8000-000000000005', '2026-06-03T08:05:00Z')
on conflict do nothing;

insert into ${prefix}auth_tokens (id, user_id, application, token_hash, expires_at, last_used_at, revoked_at, created_at)
values ('019c0000-0002-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000001', 'mextrack', sha256('atriz token 1'), '2036-10-02T08:00:00Z', '2026-10-02T09:00:00Z', null, '2026-10-02T08:00:00Z'),
       ('019c0000-0002-7000-8000-000000000002', '019c0000-0000-7000-8000-000000000002', 'mextrack', sha256('atriz token 2'), '2036-10-03T08:00:00Z', null, '2026-10-04T08:00:00Z', '2026-10-03T08:00:00Z'),
       ('019c0000-0002-7000-8000-000000000003', '019c0000-0000-7000-8000-000000000003', 'pshop', sha256('atriz token 3'), '2036-10-03T08:00:00Z', null, null, '2026-08-03T08:00:00Z')
on conflict do nothing;
