-- Two developers and a program. The hashes belong to no password and the tokens to nobody.
insert into ${prefix}users (id, email, hashed_password, nin_verified, bvn_verified, created_at, updated_at)
values ('01990000-0000-7000-8000-000000000001', 'amaka@example.org', '$argon2id$v=19$m=19456,t=2,p=1$c2FuZGJveC1hbWFrYQ$bm8tcGFzc3dvcmQtaGFzLXRoaXM', true, true, '2026-09-01T08:00:00Z', '2026-09-02T08:00:00Z'),
       ('01990000-0000-7000-8000-000000000002', 'tunde@example.org', '$argon2id$v=19$m=19456,t=2,p=1$c2FuZGJveC10dW5kZQ$bm8tcGFzc3dvcmQtaGFzLXRoaXM', false, false, '2026-09-03T09:30:00Z', '2026-09-03T09:30:00Z')
on conflict do nothing;

insert into ${prefix}oauth_clients (id, user_id, client_id, client_secret, client_name, created_at, updated_at)
values ('01990000-0001-7000-8000-000000000001', '01990000-0000-7000-8000-000000000001', 'amaka-lending',
        encode(sha256('a secret nobody was shown'), 'hex'), 'Lending app of Amaka', '2026-09-01T08:10:00Z', '2026-09-01T08:10:00Z')
on conflict do nothing;

insert into ${prefix}oauth_tokens (id, client_id, user_id, token_hash, scopes, expires_at, revoked_at, created_at)
values ('01990000-0002-7000-8000-000000000001', '01990000-0001-7000-8000-000000000001', '01990000-0000-7000-8000-000000000001',
        sha256('sandbox token 1'), '{nin.read,sms.send}', '2026-09-01T09:11:00Z', null, '2026-09-01T08:11:00Z'),
       ('01990000-0002-7000-8000-000000000002', '01990000-0001-7000-8000-000000000001', null,
        sha256('sandbox token 2'), '{sms.send}', '2026-09-02T09:00:00Z', '2026-09-02T08:20:00Z', '2026-09-02T08:00:00Z')
on conflict do nothing;
