-- What happened, for the day somebody asks. No foreign keys: the record outlives the account it
-- speaks of. The manifest keeps it append-only.
create table ${prefix}audit_log (
    id            uuid        not null,
    user_id       uuid,
    action        text        not null,
    resource_type text,
    resource_id   text,
    metadata      jsonb       not null default '{}',
    ip            inet,
    created_at    timestamptz not null,

    constraint ${prefix}audit_log_pkey primary key (id),
    constraint ${prefix}audit_log_action_is_a_dotted_name check (action ~ '^[a-z_]+[.][a-z_]+$'),
    constraint ${prefix}audit_log_resource_has_both_type_and_id
        check ((resource_type is null) = (resource_id is null)),
    constraint ${prefix}audit_log_metadata_is_an_object check (jsonb_typeof(metadata) = 'object')
);

create index ${prefix}audit_log_user_id_idx on ${prefix}audit_log (user_id, id);
create index ${prefix}audit_log_action_idx on ${prefix}audit_log (action, id);
create index ${prefix}audit_log_resource_idx on ${prefix}audit_log (resource_type, resource_id, id);
create index ${prefix}audit_log_created_at_idx on ${prefix}audit_log (created_at);

comment on table ${prefix}audit_log is 'Who did what to what, from where; rows are only ever added.';
comment on column ${prefix}audit_log.user_id is 'Who did it; null when nobody was signed in.';
comment on column ${prefix}audit_log.metadata is 'Details without secrets and without personal data.';
