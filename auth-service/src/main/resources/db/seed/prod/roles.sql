-- The two roles the platform knows. Their ids are fixed, so that every installation has the same.
insert into ${prefix}roles (id, name, description)
values ('01980000-0000-7000-8000-000000000001', 'user', 'Uses the platform. Everybody has it.'),
       ('01980000-0000-7000-8000-000000000002', 'admin', 'Runs the platform: sees all accounts, grants roles, registers clients.')
on conflict do nothing;
