-- Row-level security for wallets: the service sees and changes those of the person it acts for, also
-- where a query forgets to say whose. Forced, because otherwise it would not hold for the owner, nor
-- for views that the owner makes. A transfer touches two people's wallets, so it is a job.

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

alter table ${prefix}wallets enable row level security;
alter table ${prefix}wallets force row level security;

create policy wallets_belong_to_their_user on ${prefix}wallets to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('settle-transfers')));

-- A data migration that names itself sees all rows; one that forgot fails.
create policy wallets_can_be_migrated on ${prefix}wallets to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));

-- A transaction is as visible as its wallet: a query in a policy sees what the policies let it see.
alter table ${prefix}transactions enable row level security;
alter table ${prefix}transactions force row level security;

create policy transactions_are_seen_with_their_wallet on ${prefix}transactions to ${runtime_role}
    using (exists (select from ${prefix}wallets w where w.id = wallet_id));

create policy transactions_can_be_migrated on ${prefix}transactions to ${owner_role}
    using (exists (select from ${prefix}wallets w where w.id = wallet_id));
