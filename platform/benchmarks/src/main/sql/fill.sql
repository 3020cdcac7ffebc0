-- payment_db
insert into payment.products (id, sku, name, unit_price, currency, active, created_at, version)
select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'BULK-' || lpad(i::text, 8, '0'), 'Product ' || i, 9.90, 'EUR', true, now(), 0
  from generate_series(1, {{rows}}) i;
insert into payment.customers (id, name, created_at) values ('{{user}}', 'many', now()) on conflict do nothing;
insert into payment.orders (id, user_id, status, total_amount, currency, created_at, updated_at, version)
select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '{{user}}', case when i % 2 = 0 then 'pending' else 'cancelled' end, 9.90, 'EUR', now(), now(), 0
  from generate_series(1, {{rows}}) i;
insert into payment.order_items (id, order_id, product_id, product_name, quantity, unit_price, total_price)
select o.id, o.id, o.id, 'Product', 1, 9.90, 9.90
  from payment.orders o where o.user_id = '{{user}}' and o.id < '01900000-0000-7000-9000-000000000000';
-- auth_db
insert into auth.audit_log (id, user_id, action, created_at)
select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, md5((i % 1000)::text)::uuid, case when i % 1000 = 0 then 'key.rotated' else 'login.succeeded' end, now()
  from generate_series(1, {{rows}}) i;
-- game_db
insert into game.players (id, username, rating, last_played_at, created_at)
select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'player ' || i, 500 + i % 1500, now(), now()
  from generate_series(1, {{rows}}) i;
insert into game.lobbies (id, creator_id, name, max_players, player_count, status, settings, expires_at, created_at, version)
select p.id, p.id, 'Lobby', 4, 1, 'open', '{"categories": [], "questions": 3, "secondsPerQuestion": 10}', now() + interval '1 day', now(), 0
  from game.players p where p.id < '01900000-0000-7000-9000-000000000000';
-- media_db
insert into media.videos (id, owner_id, file_path, file_name, file_size, file_modified_at, mime_type, hash, name_words, created_at, updated_at, version)
select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '{{user}}', 'bulk/' || i || '.mp4', 'video ' || i || '.mp4', 1, now(), 'video/mp4',
       encode(sha256(i::text::bytea), 'hex'), 'video ' || i || ' mp4', now(), now(), 0
  from generate_series(1, {{rows}}) i;
insert into media.watch_history (id, video_id, user_id, position_seconds, completed, watched_at)
select v.id, v.id, '{{user}}', 1, false, timestamptz '2026-01-01' + (row_number() over (order by v.id)) * interval '1 second'
  from media.videos v where v.owner_id = '{{user}}';
