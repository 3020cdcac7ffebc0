insert into ${prefix}preferences (id, user_id, channel, topic, is_enabled, created_at, updated_at)
values ('019b0003-0001-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000001', 'sms', 'placement', false, '2026-07-01T08:30:00Z', '2026-07-01T08:30:00Z')
on conflict do nothing;

insert into ${prefix}notifications (id, user_id, template_id, application_id, placement_id, channel, data, status, attempts, sent_at, read_at, created_at, updated_at)
values ('019b0003-0002-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000001', '019b0003-0000-7000-8000-000000000002', '019b0004-0000-7000-8000-000000000001', null, 'email', '{"status": "accepted"}', 'sent', 1, '2026-07-25T08:00:05Z', '2026-07-25T09:00:00Z', '2026-07-25T08:00:00Z', '2026-07-25T09:00:00Z'),
       ('019b0003-0002-7000-8000-000000000002', '019b0000-0000-7000-8000-000000000001', '019b0003-0000-7000-8000-000000000004', null, '019b0005-0001-7000-8000-000000000001', 'sms', '{"company": "Example Shipyard"}', 'suppressed', 0, null, null, '2026-07-31T08:00:00Z', '2026-07-31T08:00:00Z'),
       ('019b0003-0002-7000-8000-000000000003', '019b0000-0000-7000-8000-000000000003', '019b0003-0000-7000-8000-000000000001', null, null, 'email', '{}', 'queued', 0, null, null, '2026-07-02T08:00:00Z', '2026-07-02T08:00:00Z')
on conflict do nothing;
