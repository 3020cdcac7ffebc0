-- Row-level security for what people have watched: the service sees and changes the rows of the user it acts for,
-- also where a query forgets to say whose. Forced, because otherwise it would not hold for the owner, nor for views
-- that the owner makes. Deleting a video still takes everybody's rows with it: foreign keys are above the policies.

-- In whose name a transaction acts. shared-db's RowSecurity says it, for that transaction only. Policies ask as
-- (select ...), so that it is found out once for a statement and not for each row. Whoever forgets to say it, and a job
-- that tries what no policy grants it, gets an error in place of no rows.
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

comment on function ${prefix}acting_user is
    'The user in whose name the transaction acts; null for a job. It fails where neither was named.';

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

comment on function ${prefix}acting_job is
    'Whether one of these jobs acts, and not a user. It fails for any other job, and where nobody was named.';

alter table ${prefix}watch_history enable row level security;
alter table ${prefix}watch_history force row level security;

create policy watch_history_belongs_to_the_viewer on ${prefix}watch_history to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

-- A data migration that names itself sees all rows; one that forgot fails.
create policy watch_history_can_be_migrated on ${prefix}watch_history to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));
