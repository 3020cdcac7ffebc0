insert into ${prefix}institutions (id, name, kind, country, city, website, contact_id, status, created_at, updated_at)
values ('019b0002-0000-7000-8000-000000000001', 'Example University', 'university', 'DE', 'Hamburg', 'https://university.example.org', '019b0000-0000-7000-8000-000000000002', 'verified', '2026-06-01T08:00:00Z', '2026-06-10T08:00:00Z'),
       ('019b0002-0000-7000-8000-000000000002', 'Example Academy', 'academy', 'DE', 'Kiel', null, null, 'pending', '2026-06-05T08:00:00Z', '2026-06-05T08:00:00Z')
on conflict do nothing;

insert into ${prefix}programs (id, institution_id, code, name, degree, language, seats, tuition, currency, starts_on, application_deadline, status, created_at, updated_at)
values ('019b0002-0001-7000-8000-000000000001', '019b0002-0000-7000-8000-000000000001', 'NA-B', 'Naval architecture', 'bachelor', 'en', 40, 0, 'EUR', '2026-10-01', '2026-08-31T22:00:00Z', 'open', '2026-06-11T08:00:00Z', '2026-06-20T08:00:00Z'),
       ('019b0002-0001-7000-8000-000000000002', '019b0002-0000-7000-8000-000000000001', 'DB-M', 'Data engineering', 'master', 'en', 25, 1500, 'EUR', '2027-04-01', '2027-01-15T22:00:00Z', 'draft', '2026-06-12T08:00:00Z', '2026-06-12T08:00:00Z')
on conflict do nothing;
