insert into ${prefix}products (id, user_id, sku, name, description, price, currency, status, created_at, updated_at)
values ('019c0003-0000-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000003', 'LAMP-BRASS', 'Brass lamp', 'For cabins.', 89.9000, 'EUR', 'listed', '2026-07-01T08:00:00Z', '2026-07-01T08:00:00Z'),
       ('019c0003-0000-7000-8000-000000000002', '019c0000-0000-7000-8000-000000000003', 'ROPE-10M', 'Rope, 10 m', '', 14.5000, 'EUR', 'draft', '2026-07-02T08:00:00Z', '2026-07-02T08:00:00Z')
on conflict do nothing;

insert into ${prefix}inventory (id, product_id, user_id, warehouse, quantity, reserved, reorder_at, counted_at, created_at, updated_at)
values ('019c0003-0001-7000-8000-000000000001', '019c0003-0000-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000001', 'lisbon-1', 12, 3, 10, '2026-09-30T16:00:00Z', '2026-07-01T08:00:00Z', '2026-10-01T10:00:00Z'),
       ('019c0003-0001-7000-8000-000000000002', '019c0003-0000-7000-8000-000000000002', null, 'porto-1', 0, 0, 5, null, '2026-07-02T08:00:00Z', '2026-07-02T08:00:00Z')
on conflict do nothing;
