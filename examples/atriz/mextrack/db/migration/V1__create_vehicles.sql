-- Vehicles that report where they are.
create table ${prefix}vehicles (
    id           uuid        not null,
    user_id      uuid        not null,
    plate_number text        not null,
    vin          char(17),
    make         text        not null,
    model        text        not null,
    device_id    text,
    status       text        not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,

    constraint ${prefix}vehicles_pkey primary key (id),
    constraint ${prefix}vehicles_plate_number_key unique (plate_number),
    constraint ${prefix}vehicles_vin_key unique (vin),
    constraint ${prefix}vehicles_device_id_key unique (device_id),
    constraint ${prefix}vehicles_plate_number_is_upper_case check (plate_number ~ '^[A-Z0-9][A-Z0-9 -]{1,14}$'),
    constraint ${prefix}vehicles_vin_is_iso_3779 check (vin ~ '^[A-HJ-NPR-Z0-9]{17}$'),
    constraint ${prefix}vehicles_status_is_known check (status in ('active', 'parked', 'in_repair', 'sold')),
    constraint ${prefix}vehicles_active_ones_have_a_device check (status <> 'active' or device_id is not null),
    constraint ${prefix}vehicles_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}vehicles_user_id_idx on ${prefix}vehicles (user_id);
create index ${prefix}vehicles_status_idx on ${prefix}vehicles (status);

comment on table ${prefix}vehicles is 'Vehicles, each with the one who answers for it.';
comment on column ${prefix}vehicles.user_id is 'A user of the service shared, in another database: the manifest names the reference.';
comment on column ${prefix}vehicles.device_id is 'The tracker built in; null before it is.';
