-- The last vehicle belongs to somebody who is gone: ./bulkhead db orphans finds it.
insert into ${prefix}vehicles (id, user_id, plate_number, vin, make, model, device_id, status, created_at, updated_at)
values ('019c0002-0000-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000001', 'EX-01-PL', 'EXAMPLE0000000001', 'Example', 'Van', 'tracker-1', 'active', '2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z'),
       ('019c0002-0000-7000-8000-000000000002', '019c0000-0000-7000-8000-000000000002', 'EX-02-PL', null, 'Example', 'Lorry', null, 'parked', '2026-09-02T08:00:00Z', '2026-09-02T08:00:00Z'),
       ('019c0002-0000-7000-8000-000000000003', '019c0000-0000-7000-8000-0000000000ff', 'EX-03-PL', null, 'Example', 'Bicycle', null, 'sold', '2026-09-03T08:00:00Z', '2026-09-20T08:00:00Z')
on conflict do nothing;

insert into ${prefix}tracking_data (vehicle_id, recorded_at, latitude, longitude, speed_kmh, heading, ignition, odometer_km, received_at)
values ('019c0002-0000-7000-8000-000000000001', '2026-09-30T23:59:50Z', 38.722300, -9.139300, 0, 0, true, 1200.0, '2026-09-30T23:59:52Z'),
       ('019c0002-0000-7000-8000-000000000001', '2026-10-02T09:00:00Z', 38.736900, -9.142700, 42.5, 355, true, 1201.7, '2026-10-02T09:00:01Z'),
       ('019c0002-0000-7000-8000-000000000001', '2026-10-02T09:00:20Z', 38.739000, -9.142900, 48.0, 356, true, 1201.9, '2026-10-02T09:04:00Z')
on conflict do nothing;
