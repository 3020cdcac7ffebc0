\set order random(1, 9000000000000000000)
\set user random(1, 32)
insert into idempotency_keys as k
    (user_id, key, request_hash, operation_id, locked_until, created_at)
values ({{md5('user' || :user)::uuid}}, {{md5('key' || :order)}}, {{sha256('0')}}, {{md5('order' || :order)::uuid}}, {{now() + interval '3 min'}}, {{now()}})
on conflict (user_id, key) do update
    set locked_until = excluded.locked_until
    where k.response_status is null
      and k.request_hash = excluded.request_hash
      and (k.locked_until is null or k.locked_until <= {{now()}})
returning operation_id;
select id, sku, name, unit_price, currency, created_at from products where active and (id = any (cast({{'{}'}} as uuid[])) or sku = any ({{'{QUIZ-NIGHT-EUR}'}}));
\startpipeline
begin;
select length(set_config('app.current_user_id', {{md5('user' || :user)::uuid::text}}, true)),
       length(set_config('app.current_job', {{''}}, true)),
       length(set_config('app.presented_hash', {{''}}, true));
insert into customers as c (id, email, name, created_at)
select told.*
  from (values ({{md5('user' || :user)}}::uuid, {{'somebody@example.com'}}::text, {{'somebody'}}::text, {{now()}}::timestamptz)) as told (id, email, name, now)
 where not exists (select
                     from customers known
                    where known.id = told.id
                      and (known.email, known.name) is not distinct from (told.email, told.name))
    on conflict (id) do update
   set email = excluded.email, name = excluded.name;
insert into orders
    (id, user_id, status, total_amount, currency, created_at, updated_at, version)
values ({{md5('order' || :order)::uuid}}, {{md5('user' || :user)::uuid}}, {{'pending'}}, {{19.80}}, {{'EUR'}}, {{now()}}, {{now()}}, 0);
insert into order_items
    (id, order_id, product_id, product_name, quantity, unit_price, total_price)
values ({{md5('item' || :order)::uuid}}, {{md5('order' || :order)::uuid}}, {{'01934a00-0000-7000-8000-000000000001'}}, {{'Quiz night ticket'}}, {{2}}, {{9.90}}, {{19.80}});
\endpipeline
commit;
update idempotency_keys
   set response_status = {{201}}, response_body = {{repeat('x', 340)}}, response_type = {{'application/json'}},
       response_location = {{'/api/payment/orders/01a22504-a394-7638-b1b0-9405f34a33c9'}}, locked_until = null
 where operation_id = {{md5('order' || :order)::uuid}} and response_status is null;
