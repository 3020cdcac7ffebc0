create table ${prefix}notes (
    id       uuid not null,
    owner_id uuid not null,
    text     text not null,

    constraint notes_pkey primary key (id),
    constraint notes_text_key unique (text),
    constraint notes_text_is_short check (length(text) <= 20)
);

create function ${prefix}acting_user() returns uuid
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    acting_user constant text := nullif(current_setting('app.current_user_id', true), '');
begin
    if acting_user is null and nullif(current_setting('app.current_job', true), '') is null then
        raise exception 'nobody acts in this transaction: neither a user nor a job was named'
            using errcode = 'insufficient_privilege',
                  hint = 'A service says RowSecurity.actAs or actAsJob first, '
                         'a migration select set_config(''app.current_job'', ''migration'', true).';
    end if;
    return acting_user::uuid;
end
$$;

create function ${prefix}acting_job(variadic allowed text[] default '{}') returns boolean
    language plpgsql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    acting_job constant text := nullif(current_setting('app.current_job', true), '');
begin
    if acting_job is null and nullif(current_setting('app.current_user_id', true), '') is null then
        raise exception 'nobody acts in this transaction: neither a user nor a job was named'
            using errcode = 'insufficient_privilege',
                  hint = 'A service says RowSecurity.actAs or actAsJob first, '
                         'a migration select set_config(''app.current_job'', ''migration'', true).';
    end if;
    if acting_job is not null and acting_job <> all (allowed) then
        raise exception 'the job "%" may not do this to these rows', acting_job
            using errcode = 'insufficient_privilege',
                  hint = 'Their policies name the jobs that may.';
    end if;
    return acting_job is not null;
end
$$;

alter table ${prefix}notes enable row level security;
alter table ${prefix}notes force row level security;

create policy notes_belong_to_their_owner on ${prefix}notes to ${runtime_role}
    using (owner_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('count-notes')));

create policy notes_can_be_migrated on ${prefix}notes to ${owner_role}
    using (owner_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));
