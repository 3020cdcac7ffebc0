-- What people can be. The ids are fixed, so that every installation has the same.
insert into ${prefix}roles (id, application, name, description)
values ('019c0000-0001-7000-8000-000000000001', 'atriz', 'member', 'Uses the platform.'),
       ('019c0000-0001-7000-8000-000000000002', 'atriz', 'admin', 'Runs the platform.'),
       ('019c0000-0001-7000-8000-000000000003', 'mextrack', 'driver', 'Drives, and sees own journeys.'),
       ('019c0000-0001-7000-8000-000000000004', 'mextrack', 'dispatcher', 'Sees where all vehicles are.'),
       ('019c0000-0001-7000-8000-000000000005', 'pshop', 'seller', 'Offers products.')
on conflict do nothing;
