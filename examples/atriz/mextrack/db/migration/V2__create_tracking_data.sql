-- Positions, a few per minute and vehicle, so this table outgrows all others. A partition per
-- quarter lets old ones go by dropping a table; what no quarter has a place for falls into the
-- last one, so that a forgotten migration loses nothing.
--
-- Vehicle and time are the key: a device that sends a position twice adds no second row, and the
-- one index serves both the newest position and a journey.
create table ${prefix}tracking_data (
    vehicle_id  uuid         not null,
    recorded_at timestamptz  not null,
    latitude    numeric(9,6) not null,
    longitude   numeric(9,6) not null,
    speed_kmh   numeric(5,1) not null,
    heading     smallint     not null,
    ignition    boolean      not null,
    odometer_km numeric(9,1),
    received_at timestamptz  not null,

    constraint ${prefix}tracking_data_pkey primary key (vehicle_id, recorded_at),
    constraint ${prefix}tracking_data_vehicle_id_fkey foreign key (vehicle_id)
        references ${prefix}vehicles (id) on delete cascade,
    constraint ${prefix}tracking_data_is_on_earth
        check (latitude between -90 and 90 and longitude between -180 and 180),
    constraint ${prefix}tracking_data_speed_is_0_to_400 check (speed_kmh between 0 and 400),
    constraint ${prefix}tracking_data_heading_is_a_compass_degree check (heading between 0 and 359),
    constraint ${prefix}tracking_data_odometer_is_not_negative check (odometer_km >= 0)
) partition by range (recorded_at);

create table ${prefix}tracking_data_2026_q4 partition of ${prefix}tracking_data
    for values from ('2026-10-01T00:00:00Z') to ('2027-01-01T00:00:00Z');
create table ${prefix}tracking_data_2027_q1 partition of ${prefix}tracking_data
    for values from ('2027-01-01T00:00:00Z') to ('2027-04-01T00:00:00Z');
create table ${prefix}tracking_data_rest partition of ${prefix}tracking_data default;

-- Rows arrive nearly in order of time, so a tiny block range index finds a span over all vehicles.
create index ${prefix}tracking_data_recorded_at_idx on ${prefix}tracking_data using brin (recorded_at);

comment on table ${prefix}tracking_data is 'Where each vehicle was when.';
comment on column ${prefix}tracking_data.heading is 'Degrees clockwise from north.';
comment on column ${prefix}tracking_data.received_at is 'Later than recorded_at when there was no network.';
