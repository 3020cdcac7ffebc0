-- What a user wants to buy, at the prices of that moment.
create table ${prefix}orders (
    id           uuid          not null,
    user_id      uuid          not null,
    status       text          not null,
    total_amount numeric(19,4) not null,
    currency     char(3)       not null,
    created_at   timestamptz   not null,
    updated_at   timestamptz   not null,
    version      integer       not null,

    constraint orders_pkey primary key (id),
    constraint orders_user_id_fkey foreign key (user_id) references ${prefix}customers (id),
    -- Payments point at it, so that none can be of another amount than its order.
    constraint orders_id_total_amount_currency_key unique (id, total_amount, currency),
    constraint orders_status_is_known check (status in
        ('pending', 'paying', 'cancelling', 'paid', 'partially_refunded', 'refunded', 'cancelled')),
    constraint orders_total_is_positive check (total_amount > 0),
    constraint orders_total_fits_the_scale_of_its_currency
        check (total_amount = round(total_amount, ${prefix}currency_scale(currency))),
    constraint orders_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$')
);

-- A user's history, newest first: ids are UUID version 7 and so sort by time.
create index orders_user_id_id_idx on ${prefix}orders (user_id, id desc);
create index orders_user_id_status_id_idx on ${prefix}orders (user_id, status, id desc);

comment on table ${prefix}orders is 'What users want to buy, at the prices of that moment.';
comment on column ${prefix}orders.status is
    'pending > paying > paid > partially_refunded > refunded; a declined card leads from paying back to pending; '
    'pending > cancelling > cancelled, with a stop at cancelling only while the provider is asked.';

create table ${prefix}order_items (
    id           uuid          not null,
    order_id     uuid          not null,
    product_id   uuid          not null,
    product_name text          not null,
    quantity     integer       not null,
    unit_price   numeric(19,4) not null,
    total_price  numeric(19,4) not null,

    constraint order_items_pkey primary key (id),
    constraint order_items_order_id_fkey foreign key (order_id) references ${prefix}orders (id),
    constraint order_items_product_id_fkey foreign key (product_id) references ${prefix}products (id),
    constraint order_items_order_id_product_id_key unique (order_id, product_id),
    constraint order_items_quantity_is_reasonable check (quantity between 1 and 1000),
    constraint order_items_price_is_positive check (unit_price > 0),
    constraint order_items_total_is_price_times_quantity check (total_price = unit_price * quantity)
);

create index order_items_product_id_idx on ${prefix}order_items (product_id);

comment on table ${prefix}order_items is 'The lines of an order: name and price as they were when it was placed.';

-- The state diagram of an order. Money decides, so 'paid' can also be reached from a state in which we had given up
-- on the attempt: a charge that the provider confirms late is still a charge.
create function ${prefix}orders_follow_the_state_diagram() returns trigger
    language plpgsql
as $$
begin
    if new.id <> old.id or new.user_id <> old.user_id or new.total_amount <> old.total_amount
            or new.currency <> old.currency then
        raise exception 'order % keeps its owner and its total', old.id
            using errcode = 'check_violation', constraint = 'orders_owner_and_total_are_final';
    end if;
    if new.status <> old.status and not (new.status = any (case old.status
            when 'pending'            then array['paying', 'cancelling', 'cancelled', 'paid']
            when 'paying'             then array['paid', 'pending', 'cancelled']
            when 'cancelling'         then array['cancelled', 'paid']
            when 'paid'               then array['partially_refunded', 'refunded']
            when 'partially_refunded' then array['refunded', 'paid']
            when 'refunded'           then array['partially_refunded', 'paid']
            else array[]::text[] end)) then
        raise exception 'order % cannot go from % to %', old.id, old.status, new.status
            using errcode = 'check_violation', constraint = 'orders_status_follows_the_diagram';
    end if;
    return new;
end
$$;

create trigger orders_follow_the_state_diagram
    before update on ${prefix}orders
    for each row execute function ${prefix}orders_follow_the_state_diagram();

-- A total that is not the sum of its lines would charge a wrong amount. Checked at commit, because an order and its
-- lines are separate rows.
create function ${prefix}orders_total_is_the_sum_of_their_items() returns trigger
    language plpgsql
as $$
declare
    changed_order uuid;
    total numeric;
    items numeric;
begin
    if tg_table_name = '${prefix}orders' then
        changed_order := new.id;
    elsif tg_op = 'DELETE' then
        changed_order := old.order_id;
    else
        changed_order := new.order_id;
    end if;
    select o.total_amount, (select sum(i.total_price) from ${prefix}order_items i where i.order_id = o.id)
      into total, items
      from ${prefix}orders o
     where o.id = changed_order;
    if found and total is distinct from items then
        raise exception 'order % is % in total, but its items add up to %', changed_order, total, coalesce(items, 0)
            using errcode = 'check_violation', constraint = 'orders_total_is_the_sum_of_its_items';
    end if;
    return null;
end
$$;

create constraint trigger orders_total_is_the_sum_of_its_items
    after insert on ${prefix}orders
    deferrable initially deferred
    for each row execute function ${prefix}orders_total_is_the_sum_of_their_items();

create constraint trigger order_items_add_up_to_the_total
    after insert or update or delete on ${prefix}order_items
    deferrable initially deferred
    for each row execute function ${prefix}orders_total_is_the_sum_of_their_items();
