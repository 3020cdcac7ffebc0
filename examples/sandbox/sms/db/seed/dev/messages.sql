-- +999 is a country code nobody has.
insert into ${prefix}messages (id, user_id, recipient, sender, body, segments, status, sent_at, created_at, updated_at)
values ('01990004-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000001', '+9990000001', 'SANDBOX', 'Your code is 4711.', 1, 'delivered', '2026-09-02T08:01:00Z', '2026-09-02T08:00:59Z', '2026-09-02T08:01:04Z'),
       ('01990004-0000-7000-8000-000000000002', '01990000-0000-7000-8000-000000000002', '+9990000002', 'SANDBOX', 'Your code is 1147.', 1, 'queued', null, '2026-09-03T09:31:00Z', '2026-09-03T09:31:00Z')
on conflict do nothing;

insert into ${prefix}logs (id, message_id, event, carrier, code, details, created_at)
values ('01990004-0001-7000-8000-000000000001', '01990004-0000-7000-8000-000000000001', 'accepted', 'simulator', '0', '{}', '2026-09-02T08:01:00Z'),
       ('01990004-0001-7000-8000-000000000002', '01990004-0000-7000-8000-000000000001', 'delivered', 'simulator', '0', '{"seconds": 4}', '2026-09-02T08:01:04Z')
on conflict do nothing;
