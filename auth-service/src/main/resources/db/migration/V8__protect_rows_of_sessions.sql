-- Row-level security for sessions: the service sees and changes those of the person it acts for, also where a query
-- forgets to say whose. Forced, because otherwise it would not hold for the owner, nor for views that the owner makes.
-- Deleting a person, or the first row of a session, still takes all that hangs on it: foreign keys are above the
-- policies.

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

create function ${prefix}presented_hash() returns bytea
    language sql stable parallel safe
    return decode(nullif(current_setting('app.presented_hash', true), ''), 'hex');

comment on function ${prefix}presented_hash is
    'The hash of the secret that somebody has presented, of whom nothing else is known yet; null otherwise.';

alter table ${prefix}sessions enable row level security;
alter table ${prefix}sessions force row level security;

-- Whoever presents a token may find its row, to learn whose it is, and no other row.
create policy sessions_are_found_by_their_person_or_token on ${prefix}sessions for select to ${runtime_role}
    using (case when (select ${prefix}presented_hash()) is not null
                then refresh_token_hash = (select ${prefix}presented_hash())
                else user_id = (select ${prefix}acting_user())
                     or (select ${prefix}acting_job('purge-sessions')) end);

create policy sessions_are_begun_by_their_person on ${prefix}sessions for insert to ${runtime_role}
    with check (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

-- The purge locks what it is about to delete, and locking counts as an update; it may change nothing.
create policy sessions_are_changed_by_their_person on ${prefix}sessions for update to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('purge-sessions')))
    with check (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

create policy sessions_are_ended_by_their_person_or_by_time on ${prefix}sessions for delete to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('purge-sessions')));

-- A data migration that names itself sees all rows; one that forgot fails.
create policy sessions_can_be_migrated on ${prefix}sessions to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));
