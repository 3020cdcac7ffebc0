insert into ${prefix}user_profiles (id, user_id, full_name, phone, street, city, country, language, marketing_mail, created_at, updated_at)
values ('019c0001-0000-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000001', 'Alma Example', '+9990000021', 'Example street 1', 'Lisbon', 'PT', 'pt', false, '2026-06-01T08:10:00Z', '2026-06-01T08:10:00Z'),
       ('019c0001-0000-7000-8000-000000000002', '019c0000-0000-7000-8000-000000000003', 'Carla Example', null, null, 'Porto', 'PT', 'pt', true, '2026-06-03T08:10:00Z', '2026-06-03T08:10:00Z')
on conflict do nothing;
