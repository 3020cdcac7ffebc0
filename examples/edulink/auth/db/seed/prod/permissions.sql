-- What can be allowed. The ids are fixed, so that every installation has the same.
insert into ${prefix}permissions (id, name, description)
values ('019b0000-0001-7000-8000-000000000001', 'application.submit', 'Apply for a program.'),
       ('019b0000-0001-7000-8000-000000000002', 'application.decide', 'Accept or reject applications.'),
       ('019b0000-0001-7000-8000-000000000003', 'program.edit', 'Describe the programs of an institution.'),
       ('019b0000-0001-7000-8000-000000000004', 'placement.supervise', 'Follow students through an internship.'),
       ('019b0000-0001-7000-8000-000000000005', 'user.administer', 'Grant permissions and end accounts.')
on conflict do nothing;
