insert into ${prefix}internships (id, employer_id, company, title, city, places, starts_on, ends_on, status, created_at, updated_at)
values ('019b0005-0000-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000003', 'Example Shipyard', 'Welding bulkheads', 'Hamburg', 2, '2026-08-01', '2026-09-30', 'open', '2026-07-10T08:00:00Z', '2026-07-10T08:00:00Z')
on conflict do nothing;

insert into ${prefix}placements (id, internship_id, user_id, supervisor_id, status, starts_on, ends_on, hours, evaluation, created_at, updated_at)
values ('019b0005-0001-7000-8000-000000000001', '019b0005-0000-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000003', 'active', '2026-08-01', '2026-09-30', 120, null, '2026-07-20T08:00:00Z', '2026-08-20T08:00:00Z')
on conflict do nothing;
