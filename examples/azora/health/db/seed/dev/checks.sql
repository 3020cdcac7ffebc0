insert into ${prefix}checks (id, service, target, status, latency_ms, detail, checked_at)
values ('019a0008-0000-7000-8000-000000000001', 'auth', 'readiness', 'up', 4, null, '2026-08-06T00:00:00Z'),
       ('019a0008-0000-7000-8000-000000000002', 'mint', 'readiness', 'degraded', 950, 'The pool is nearly exhausted.', '2026-08-06T00:00:00Z'),
       ('019a0008-0000-7000-8000-000000000003', 'nexus', 'readiness', 'down', null, 'No answer within 2 s.', '2026-08-06T00:01:00Z')
on conflict do nothing;
