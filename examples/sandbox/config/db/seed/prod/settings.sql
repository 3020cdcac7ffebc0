-- What an installation starts with.
insert into ${prefix}settings (id, scope, name, value, description, version, created_at, updated_at)
values ('01990001-0000-7000-8000-000000000001', 'nin', 'cache.days', '30', 'How long an answer of the identity register is kept.', 1, '2026-09-01T00:00:00Z', '2026-09-01T00:00:00Z'),
       ('01990001-0000-7000-8000-000000000002', 'bvn', 'cache.days', '30', 'How long an answer of the bank register is kept.', 1, '2026-09-01T00:00:00Z', '2026-09-01T00:00:00Z'),
       ('01990001-0000-7000-8000-000000000003', 'sms', 'sender', '"SANDBOX"', 'Name shown as the sender.', 1, '2026-09-01T00:00:00Z', '2026-09-01T00:00:00Z'),
       ('01990001-0000-7000-8000-000000000004', 'ai', 'model', '"small"', 'Model used where a request names none.', 1, '2026-09-01T00:00:00Z', '2026-09-01T00:00:00Z')
on conflict do nothing;

insert into ${prefix}versions (id, setting_id, version, value, changed_by, reason, created_at)
values ('01990001-0001-7000-8000-000000000001', '01990001-0000-7000-8000-000000000001', 1, '30', null, 'First installation.', '2026-09-01T00:00:00Z'),
       ('01990001-0001-7000-8000-000000000002', '01990001-0000-7000-8000-000000000002', 1, '30', null, 'First installation.', '2026-09-01T00:00:00Z'),
       ('01990001-0001-7000-8000-000000000003', '01990001-0000-7000-8000-000000000003', 1, '"SANDBOX"', null, 'First installation.', '2026-09-01T00:00:00Z'),
       ('01990001-0001-7000-8000-000000000004', '01990001-0000-7000-8000-000000000004', 1, '"small"', null, 'First installation.', '2026-09-01T00:00:00Z')
on conflict do nothing;
