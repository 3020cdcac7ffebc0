insert into ${prefix}jobs (id, employer_id, title, description, skills, budget, currency, status, closes_at, created_at, updated_at)
values ('019a0003-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000003', 'Move a shop to PostgreSQL', 'Three tables and a report.', '{sql,postgresql}', 9000, 'ZAR', 'filled', '2026-09-01T00:00:00Z', '2026-08-02T09:00:00Z', '2026-08-06T09:00:00Z'),
       ('019a0003-0000-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000003', 'Draw a logo', 'A ship, seen from the side.', '{design}', 2500, 'ZAR', 'open', '2026-12-01T00:00:00Z', '2026-08-07T09:00:00Z', '2026-08-07T09:00:00Z')
on conflict do nothing;

insert into ${prefix}applications (id, job_id, applicant_id, cover_letter, bid, status, created_at, updated_at)
values ('019a0003-0001-7000-8000-000000000001', '019a0003-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 'I have just passed DB101.', 8500, 'accepted', '2026-08-03T09:00:00Z', '2026-08-06T09:00:00Z'),
       ('019a0003-0001-7000-8000-000000000002', '019a0003-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002', 'Twenty years of it.', 9000, 'rejected', '2026-08-03T10:00:00Z', '2026-08-06T09:00:00Z')
on conflict do nothing;

insert into ${prefix}contracts (id, job_id, application_id, employer_id, contractor_id, total, currency, status, signed_at, created_at, updated_at)
values ('019a0003-0002-7000-8000-000000000001', '019a0003-0000-7000-8000-000000000001', '019a0003-0001-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000003', '019a0000-0000-7000-8000-000000000001', 8500, 'ZAR', 'disputed', '2026-08-06T12:00:00Z', '2026-08-06T09:00:00Z', '2026-08-20T09:00:00Z')
on conflict do nothing;

insert into ${prefix}milestones (id, contract_id, position, title, amount, due_on, status, paid_at, created_at, updated_at)
values ('019a0003-0003-7000-8000-000000000001', '019a0003-0002-7000-8000-000000000001', 1, 'Tables', 5000, '2026-08-13', 'paid', '2026-08-14T09:00:00Z', '2026-08-06T12:00:00Z', '2026-08-14T09:00:00Z'),
       ('019a0003-0003-7000-8000-000000000002', '019a0003-0002-7000-8000-000000000001', 2, 'Report', 3500, '2026-08-20', 'delivered', null, '2026-08-06T12:00:00Z', '2026-08-19T09:00:00Z')
on conflict do nothing;

insert into ${prefix}disputes (id, contract_id, milestone_id, raised_by, reason, status, created_at, updated_at)
values ('019a0003-0004-7000-8000-000000000001', '019a0003-0002-7000-8000-000000000001', '019a0003-0003-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000003', 'The totals are off by a cent.', 'in_review', '2026-08-20T09:00:00Z', '2026-08-21T09:00:00Z')
on conflict do nothing;
