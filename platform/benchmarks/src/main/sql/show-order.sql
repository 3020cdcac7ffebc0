select it.*
  from (select set_config('app.current_user_id', {{:user}}, true) as acting_user,
               set_config('app.current_job', {{''}}, true) as acting_job,
               set_config('app.presented_hash', {{''}}, true) as presented_hash
        offset 0) name
 cross join lateral (select *
                       from (select o.id, o.status, o.total_amount, o.currency, o.created_at, o.updated_at,
       i.product_id, i.product_name, i.quantity, i.unit_price, i.total_price
  from orders o
 cross join lateral (select *
                       from order_items
                      where order_id = o.id
                     offset 0) i
 where o.id = {{:order}} and o.user_id = {{:user}} order by i.id) query
                      where acting_user <> '' or acting_job <> ''
                     offset 0) it;
