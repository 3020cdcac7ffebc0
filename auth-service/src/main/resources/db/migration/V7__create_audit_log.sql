-- What happened, for the day somebody asks. The provisioner lets the service add rows and read them,
-- and neither change nor delete them (append_only in platform.yaml).
--
-- No foreign keys: the record outlives the account it speaks of. No addresses of people either:
-- who is meant stands in ids.
create table ${prefix}audit_log (
    id            uuid        not null,
    user_id       uuid,
    action        text        not null,
    resource_type text,
    resource_id   text,
    metadata      jsonb       not null default '{}',
    ip            inet,
    created_at    timestamptz not null,

    constraint audit_log_pkey primary key (id),
    constraint audit_log_action_is_a_dotted_name check (action ~ '^[a-z-]+\.[a-z-]+$'),
    constraint audit_log_resource_has_both_type_and_id
        check ((resource_type is null) = (resource_id is null)),
    constraint audit_log_metadata_is_an_object check (jsonb_typeof(metadata) = 'object')
);

create index audit_log_user_id_idx on ${prefix}audit_log (user_id, id);
create index audit_log_action_idx on ${prefix}audit_log (action, id);
create index audit_log_resource_idx on ${prefix}audit_log (resource_type, resource_id, id);

comment on table ${prefix}audit_log is 'Who did what to what, from where; rows are only ever added.';
comment on column ${prefix}audit_log.id is 'UUID version 7, so that its order is the order of time.';
comment on column ${prefix}audit_log.user_id is 'Who did it; null when nobody was signed in, or when the service did it by itself.';
comment on column ${prefix}audit_log.metadata is 'Details without secrets and without personal data.';
