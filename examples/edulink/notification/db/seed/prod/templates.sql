insert into ${prefix}templates (id, code, channel, language, subject, body, created_at, updated_at)
values ('019b0003-0000-7000-8000-000000000001', 'user.welcome', 'email', 'en', 'Welcome', 'Hello {{name}}, good to have you here.', '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z'),
       ('019b0003-0000-7000-8000-000000000002', 'application.decided', 'email', 'en', 'Your application for {{program}}', 'Hello {{name}}, there is a decision: {{status}}.', '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z'),
       ('019b0003-0000-7000-8000-000000000003', 'application.decided', 'app', 'en', null, 'There is a decision about {{program}}.', '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z'),
       ('019b0003-0000-7000-8000-000000000004', 'placement.begins', 'sms', 'en', null, 'Tomorrow you begin at {{company}}.', '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z')
on conflict do nothing;
