-- Row-level security for what somebody told the tutor, and for what it made of that: the service sees
-- and changes the rows of the person it acts for, also where a query forgets to say whose. Forced,
-- because otherwise it would not hold for the owner, nor for views that the owner makes.

-- In whose name a transaction acts; said for that transaction only. Policies ask as (select ...), so
-- that it is found out once for a statement and not for each row. Whoever forgets to say it, and a
-- job that no policy names, gets an error in place of no rows.
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
                  hint = 'Set app.current_user_id or app.current_job for the transaction first.';
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
                  hint = 'Set app.current_user_id or app.current_job for the transaction first.';
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

alter table ${prefix}tutoring_sessions enable row level security;
alter table ${prefix}tutoring_sessions force row level security;

create policy tutoring_sessions_belong_to_their_user on ${prefix}tutoring_sessions to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

-- A data migration that names itself sees all rows; one that forgot fails. The same for the tables below.
create policy tutoring_sessions_can_be_migrated on ${prefix}tutoring_sessions to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));

alter table ${prefix}messages enable row level security;
alter table ${prefix}messages force row level security;

create policy messages_belong_to_their_user on ${prefix}messages to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

create policy messages_can_be_migrated on ${prefix}messages to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));

alter table ${prefix}insights enable row level security;
alter table ${prefix}insights force row level security;

create policy insights_belong_to_their_user on ${prefix}insights to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

create policy insights_can_be_migrated on ${prefix}insights to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));

alter table ${prefix}learning_paths enable row level security;
alter table ${prefix}learning_paths force row level security;

create policy learning_paths_belong_to_their_user on ${prefix}learning_paths to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

create policy learning_paths_can_be_migrated on ${prefix}learning_paths to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));

-- A step is as visible as its path: a query in a policy sees what the policies let it see.
alter table ${prefix}path_steps enable row level security;
alter table ${prefix}path_steps force row level security;

create policy path_steps_are_seen_with_their_path on ${prefix}path_steps to ${runtime_role}
    using (exists (select from ${prefix}learning_paths p where p.id = path_id));

create policy path_steps_can_be_migrated on ${prefix}path_steps to ${owner_role}
    using (exists (select from ${prefix}learning_paths p where p.id = path_id));
