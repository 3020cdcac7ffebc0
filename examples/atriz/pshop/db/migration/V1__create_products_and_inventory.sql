-- What is for sale, and how much of it lies where.
create table ${prefix}products (
    id          uuid          not null,
    user_id     uuid          not null,
    sku         text          not null,
    name        text          not null,
    description text          not null default '',
    price       numeric(19,4) not null,
    currency    char(3)       not null,
    status      text          not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,

    constraint ${prefix}products_pkey primary key (id),
    constraint ${prefix}products_sku_key unique (sku),
    constraint ${prefix}products_sku_is_upper_case_letters_digits_and_dashes check (sku ~ '^[A-Z0-9](-?[A-Z0-9]){2,39}$'),
    constraint ${prefix}products_name_has_1_to_200_characters check (char_length(name) between 1 and 200),
    constraint ${prefix}products_price_is_positive check (price > 0),
    constraint ${prefix}products_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$'),
    constraint ${prefix}products_status_is_known check (status in ('draft', 'listed', 'retired')),
    constraint ${prefix}products_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}products_user_id_idx on ${prefix}products (user_id);
create index ${prefix}products_listed_idx on ${prefix}products (id) where status = 'listed';

comment on table ${prefix}products is 'What is or was for sale. What was ever sold is retired, never deleted.';
comment on column ${prefix}products.user_id is 'Who sells it: a user of the service shared, in another database.';

create table ${prefix}inventory (
    id         uuid        not null,
    product_id uuid        not null,
    user_id    uuid,
    warehouse  text        not null,
    quantity   integer     not null,
    reserved   integer     not null default 0,
    reorder_at integer     not null default 0,
    counted_at timestamptz,
    version    integer     not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}inventory_pkey primary key (id),
    constraint ${prefix}inventory_product_id_warehouse_key unique (product_id, warehouse),
    constraint ${prefix}inventory_product_id_fkey foreign key (product_id) references ${prefix}products (id),
    constraint ${prefix}inventory_warehouse_is_a_handle check (warehouse ~ '^[a-z][a-z0-9-]{1,30}$'),
    constraint ${prefix}inventory_is_never_oversold check (quantity >= 0 and reserved between 0 and quantity),
    constraint ${prefix}inventory_reorder_is_not_negative check (reorder_at >= 0),
    constraint ${prefix}inventory_counts_name_who_counted check ((user_id is null) = (counted_at is null)),
    constraint ${prefix}inventory_changes_after_creation check (updated_at >= created_at)
);

create index ${prefix}inventory_user_id_idx on ${prefix}inventory (user_id);
create index ${prefix}inventory_warehouse_idx on ${prefix}inventory (warehouse);
create index ${prefix}inventory_low_idx on ${prefix}inventory (product_id) where quantity - reserved <= reorder_at;

comment on table ${prefix}inventory is 'Stock, one row per product and warehouse.';
comment on column ${prefix}inventory.user_id is 'Who counted it last: a user of the service shared; null before the first count.';
comment on column ${prefix}inventory.reserved is 'Sold and not yet sent.';
