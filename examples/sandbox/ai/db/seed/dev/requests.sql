insert into ${prefix}requests (id, user_id, model, prompt, status, created_at, updated_at)
values ('01990005-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000001', 'small', 'Say in one sentence what a bulkhead is.', 'answered', '2026-09-04T10:00:00Z', '2026-09-04T10:00:01Z'),
       ('01990005-0000-7000-8000-000000000002', '01990000-0000-7000-8000-000000000002', 'small', 'Is a prefix a wall?', 'waiting', '2026-09-04T10:05:00Z', '2026-09-04T10:05:00Z')
on conflict do nothing;

insert into ${prefix}responses (id, request_id, answer, finish_reason, tokens_in, tokens_out, latency_ms, created_at)
values ('01990005-0001-7000-8000-000000000001', '01990005-0000-7000-8000-000000000001', 'A wall that keeps one flooded compartment from sinking the ship.', 'stop', 11, 14, 830, '2026-09-04T10:00:01Z')
on conflict do nothing;
