-- What the other services are told to do, and what they were told before. A setting is changed by
-- adding a version; the manifest keeps versions append-only, so that the past stays as it was.
create table ${prefix}settings (
    id          uuid        not null,
    scope       text        not null,
    name        text        not null,
    value       jsonb       not null,
    description text        not null,
    is_secret   boolean     not null default false,
    version     integer     not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,

    constraint ${prefix}settings_pkey primary key (id),
    constraint ${prefix}settings_scope_name_key unique (scope, name),
    constraint ${prefix}settings_scope_is_a_word check (scope ~ '^[a-z][a-z_]{1,30}$'),
    constraint ${prefix}settings_name_is_a_dotted_name check (name ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$'),
    constraint ${prefix}settings_description_is_not_blank check (description ~ '\S'),
    constraint ${prefix}settings_secrets_name_a_file check (not is_secret or value ->> 'file' is not null),
    constraint ${prefix}settings_version_is_positive check (version > 0),
    constraint ${prefix}settings_change_after_creation check (updated_at >= created_at)
);

comment on table ${prefix}settings is 'What holds now, one row per setting.';
comment on column ${prefix}settings.scope is 'The service it is for, or platform.';
comment on column ${prefix}settings.is_secret is 'The value then names the file that holds the secret and never the secret.';

create table ${prefix}versions (
    id         uuid        not null,
    setting_id uuid        not null,
    version    integer     not null,
    value      jsonb       not null,
    changed_by uuid,
    reason     text        not null,
    created_at timestamptz not null,

    constraint ${prefix}versions_pkey primary key (id),
    constraint ${prefix}versions_setting_id_version_key unique (setting_id, version),
    constraint ${prefix}versions_setting_id_fkey foreign key (setting_id) references ${prefix}settings (id),
    constraint ${prefix}versions_are_counted_from_one check (version > 0),
    constraint ${prefix}versions_reason_is_not_blank check (reason ~ '\S')
);

create index ${prefix}versions_changed_by_idx on ${prefix}versions (changed_by);
create index ${prefix}versions_created_at_idx on ${prefix}versions (created_at);

comment on table ${prefix}versions is 'Every value a setting ever had; rows are only ever added.';
comment on column ${prefix}versions.changed_by is 'User id; null for what an installation starts with.';
