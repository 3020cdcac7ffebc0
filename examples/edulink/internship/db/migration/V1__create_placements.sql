-- Places to work for a while, and who works there.
create table ${prefix}internships (
    id          uuid        not null,
    employer_id uuid        not null,
    company     text        not null,
    title       text        not null,
    city        text        not null,
    places      integer     not null,
    starts_on   date        not null,
    ends_on     date        not null,
    status      text        not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,

    constraint ${prefix}internships_pkey primary key (id),
    constraint ${prefix}internships_company_has_1_to_200_characters check (char_length(company) between 1 and 200),
    constraint ${prefix}internships_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}internships_have_places check (places > 0),
    constraint ${prefix}internships_end_after_their_start check (ends_on > starts_on),
    constraint ${prefix}internships_status_is_known check (status in ('draft', 'open', 'filled', 'cancelled')),
    constraint ${prefix}internships_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}internships_employer_id_idx on ${prefix}internships (employer_id);
create index ${prefix}internships_open_idx on ${prefix}internships (starts_on) where status = 'open';

comment on table ${prefix}internships is 'What employers offer.';
comment on column ${prefix}internships.employer_id is 'A user of the service auth, without foreign key.';

create table ${prefix}placements (
    id            uuid        not null,
    internship_id uuid        not null,
    user_id       uuid        not null,
    supervisor_id uuid,
    status        text        not null,
    starts_on     date        not null,
    ends_on       date        not null,
    hours         integer     not null default 0,
    evaluation    text,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,

    constraint ${prefix}placements_pkey primary key (id),
    constraint ${prefix}placements_internship_id_user_id_key unique (internship_id, user_id),
    constraint ${prefix}placements_internship_id_fkey foreign key (internship_id)
        references ${prefix}internships (id),
    constraint ${prefix}placements_status_is_known check (status in ('planned', 'active', 'completed', 'aborted')),
    constraint ${prefix}placements_end_after_their_start check (ends_on > starts_on),
    constraint ${prefix}placements_hours_are_not_negative check (hours >= 0),
    constraint ${prefix}placements_completed_ones_are_evaluated
        check (status <> 'completed' or evaluation is not null),
    constraint ${prefix}placements_nobody_supervises_themselves check (supervisor_id <> user_id),
    constraint ${prefix}placements_change_after_creation check (updated_at >= created_at)
);

-- Nobody is in two places at once.
create unique index ${prefix}placements_one_active_per_user_key on ${prefix}placements (user_id)
    where status = 'active';

create index ${prefix}placements_user_id_idx on ${prefix}placements (user_id);
create index ${prefix}placements_supervisor_id_idx on ${prefix}placements (supervisor_id);
create index ${prefix}placements_status_ends_on_idx on ${prefix}placements (status, ends_on);

comment on table ${prefix}placements is 'Students in internships.';
comment on column ${prefix}placements.user_id is 'A user of the service auth, without foreign key.';
comment on column ${prefix}placements.supervisor_id is 'Likewise; null until somebody is named.';
