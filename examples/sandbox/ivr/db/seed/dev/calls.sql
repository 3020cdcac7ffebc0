insert into ${prefix}calls (id, provider_call_id, user_id, caller, callee, direction, status, started_at, ended_at, updated_at)
values ('01990006-0000-7000-8000-000000000001', 'sim-0001', '01990000-0000-7000-8000-000000000001', '+9990000001', '+9990000000', 'inbound', 'completed', '2026-09-05T11:00:00Z', '2026-09-05T11:01:12Z', '2026-09-05T11:01:12Z'),
       ('01990006-0000-7000-8000-000000000002', 'sim-0002', null, '+9990000009', '+9990000000', 'inbound', 'missed', '2026-09-05T11:10:00Z', '2026-09-05T11:10:20Z', '2026-09-05T11:10:20Z')
on conflict do nothing;

insert into ${prefix}sessions (id, call_id, menu, current_step, keys_pressed, collected, completed_at, created_at, updated_at)
values ('01990006-0001-7000-8000-000000000001', '01990006-0000-7000-8000-000000000001', 'balance', 'goodbye', '1#', '{"language": "en"}', '2026-09-05T11:01:10Z', '2026-09-05T11:00:02Z', '2026-09-05T11:01:10Z')
on conflict do nothing;
