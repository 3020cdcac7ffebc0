-- A small shop to try things with, in currencies that have two, none and three decimals.
insert into ${prefix}products (id, sku, name, unit_price, currency, active, created_at, version) values
    ('01934a00-0000-7000-8000-000000000001', 'QUIZ-NIGHT-EUR', 'Quiz night ticket',                      9.90, 'EUR', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000002', 'QUIZ-SEASON-EUR', 'Season pass, 12 quiz nights',          89.00, 'EUR', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000003', 'MUG-ENAMEL-EUR', 'Enamel mug with a bulkhead door',       14.50, 'EUR', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000004', 'STICKERS-EUR', 'Sheet of 20 stickers',                     3.20, 'EUR', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000005', 'VIDEO-PASS-USD', 'Video library, one month',              12.99, 'USD', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000006', 'VIDEO-YEAR-USD', 'Video library, one year',              119.00, 'USD', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000007', 'HOODIE-NAVY-USD', 'Hooded sweater, navy blue',            54.00, 'USD', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000008', 'QUIZ-NIGHT-JPY', 'Quiz night ticket, Tokyo',              1600, 'JPY', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-000000000009', 'TENUGUI-JPY', 'Printed cotton towel',                     2200, 'JPY', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-00000000000a', 'QUIZ-NIGHT-KWD', 'Quiz night ticket, Kuwait City',       3.250, 'KWD', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-00000000000b', 'DATES-BOX-KWD', 'Gift box of dates',                     7.500, 'KWD', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-00000000000c', 'QUIZ-NIGHT-GBP', 'Quiz night ticket, London',             8.50, 'GBP', true,  '2026-11-01T09:00:00Z', 0),
    ('01934a00-0000-7000-8000-00000000000d', 'POSTER-2025-EUR', 'Poster of the 2025 season, sold out', 11.00, 'EUR', false, '2026-11-01T09:00:00Z', 0)
on conflict do nothing;
