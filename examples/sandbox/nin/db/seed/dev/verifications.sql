-- One proof that worked and one that did not. No register has numbers like these.
insert into ${prefix}verifications (id, user_id, nin, verification_status, failure_reason, verified_at, created_at, updated_at)
values ('01990002-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000001', '00000000001', 'verified', null, '2026-09-02T08:00:00Z', '2026-09-02T07:59:00Z', '2026-09-02T08:00:00Z'),
       ('01990002-0000-7000-8000-000000000002', '01990000-0000-7000-8000-000000000002', '00000000002', 'failed', 'The date of birth differs.', null, '2026-09-03T09:40:00Z', '2026-09-03T09:41:00Z')
on conflict do nothing;

insert into ${prefix}cache (id, nin_hash, response, source, fetched_at, expires_at)
values ('01990002-0001-7000-8000-000000000001', sha256('sandbox key and 00000000001'), '{"match": true, "names": "match", "birth_date": "match"}', 'simulator', '2026-09-02T08:00:00Z', '2026-10-02T08:00:00Z')
on conflict do nothing;
