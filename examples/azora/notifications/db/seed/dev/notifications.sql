insert into ${prefix}notifications (id, user_id, channel, topic, title, body, data, status, sent_at, read_at, created_at, updated_at)
values ('019a0007-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 'app', 'mint.earned', 'You earned 15 AZR', 'For completing "What a key is".', '{"amount": "15.00000000"}', 'sent', '2026-08-02T06:30:02Z', '2026-08-02T07:00:00Z', '2026-08-02T06:30:01Z', '2026-08-02T07:00:00Z'),
       ('019a0007-0000-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000004', 'email', 'auth.verify_email', 'Please confirm your address', 'The link is good for a day.', '{}', 'queued', null, null, '2026-08-03T09:00:01Z', '2026-08-03T09:00:01Z')
on conflict do nothing;
