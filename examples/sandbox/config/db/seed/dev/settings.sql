-- A setting somebody has changed once.
insert into ${prefix}settings (id, scope, name, value, description, version, created_at, updated_at)
values ('01990001-0000-7000-8000-0000000000d1', 'ivr', 'greeting', '"Welcome to the sandbox."', 'What a caller hears first.', 2, '2026-09-01T00:00:00Z', '2026-09-05T10:00:00Z')
on conflict do nothing;

insert into ${prefix}versions (id, setting_id, version, value, changed_by, reason, created_at)
values ('01990001-0001-7000-8000-0000000000d1', '01990001-0000-7000-8000-0000000000d1', 1, '"Hello."', null, 'First installation.', '2026-09-01T00:00:00Z'),
       ('01990001-0001-7000-8000-0000000000d2', '01990001-0000-7000-8000-0000000000d1', 2, '"Welcome to the sandbox."', '01990000-0000-7000-8000-000000000001', 'Callers hung up on the short one.', '2026-09-05T10:00:00Z')
on conflict do nothing;
