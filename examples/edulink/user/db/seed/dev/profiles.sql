insert into ${prefix}profiles (user_id, full_name, date_of_birth, phone, country, language, time_zone, about, education, created_at, updated_at)
values ('019b0000-0000-7000-8000-000000000001', 'Mina Example', '2005-03-14', '+9990000011', 'DE', 'de', 'Europe/Berlin', 'Wants to build ships.', '[{"school": "Example Gymnasium", "until": 2024}]', '2026-07-01T08:10:00Z', '2026-07-01T08:20:00Z'),
       ('019b0000-0000-7000-8000-000000000003', 'Farah Example', null, null, 'AE', 'en', 'Asia/Dubai', '', '[]', '2026-07-02T08:10:00Z', '2026-07-02T08:10:00Z')
on conflict do nothing;
