-- Rows of several people: only a migration, which names itself, sees all of them.
select set_config('app.current_job', 'migration', true);

insert into ${prefix}wallets (id, user_id, balance, staked, earned, version, created_at, updated_at)
values ('019a0002-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000001', 12.50000000, 2.50000000, 15.00000000, 2, '2026-08-01T06:10:00Z', '2026-08-05T06:00:00Z'),
       ('019a0002-0000-7000-8000-000000000002', '019a0000-0000-7000-8000-000000000002', 2.50000000, 0, 0, 1, '2026-08-01T07:10:00Z', '2026-08-05T06:00:00Z')
on conflict do nothing;

insert into ${prefix}transactions (id, wallet_id, counterpart_id, kind, amount, balance_after, idempotency_key, reference, created_at)
values ('019a0002-0001-7000-8000-000000000001', '019a0002-0000-7000-8000-000000000001', null, 'earn', 15.00000000, 15.00000000, 'progress-1', 'module completed', '2026-08-02T06:30:00Z'),
       ('019a0002-0001-7000-8000-000000000002', '019a0002-0000-7000-8000-000000000001', '019a0002-0000-7000-8000-000000000002', 'transfer', -2.50000000, 12.50000000, 'thanks-1', 'thanks for the lesson', '2026-08-05T06:00:00Z'),
       ('019a0002-0001-7000-8000-000000000003', '019a0002-0000-7000-8000-000000000002', '019a0002-0000-7000-8000-000000000001', 'transfer', 2.50000000, 2.50000000, 'thanks-1', 'thanks for the lesson', '2026-08-05T06:00:00Z')
on conflict do nothing;
