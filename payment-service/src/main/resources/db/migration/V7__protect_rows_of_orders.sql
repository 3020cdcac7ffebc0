-- Row-level security for orders and what belongs to them: the service sees and changes what is the acting user's, also
-- where a query forgets to say whose. Forced, because otherwise it would not hold for the owner, nor for views that the
-- owner makes.
--
-- Two jobs act for no user. settle-payments enters what the payment provider says, by webhook, by answer or when it is
-- asked again. administer-orders is an administrator, who may see, cancel and refund what others ordered.

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

alter table ${prefix}orders enable row level security;
alter table ${prefix}orders force row level security;

create policy orders_are_seen_by_their_user on ${prefix}orders for select to ${runtime_role}
    using (user_id = (select ${prefix}acting_user())
           or (select ${prefix}acting_job('settle-payments', 'administer-orders')));

create policy orders_are_placed_by_their_user on ${prefix}orders for insert to ${runtime_role}
    with check (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

create policy orders_are_changed_by_their_user on ${prefix}orders for update to ${runtime_role}
    using (user_id = (select ${prefix}acting_user())
           or (select ${prefix}acting_job('settle-payments', 'administer-orders')));

create policy orders_are_removed_by_their_user on ${prefix}orders for delete to ${runtime_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job()));

-- A data migration that names itself sees all rows; one that forgot fails. The same for the tables below.
create policy orders_can_be_migrated on ${prefix}orders to ${owner_role}
    using (user_id = (select ${prefix}acting_user()) or (select ${prefix}acting_job('migration')));

-- Items, payments and refunds say whose they are through their order, and a user sees them as far as the order: a query
-- in a policy sees what the policies let it see. They are read by key and beside their order, so looking it up costs
-- microseconds; a column of their own would be the same fact twice. Jobs are asked for first, so that for them, who read
-- many at once, nothing is looked up. The triggers that compare sums rely on these policies as well: whoever can change
-- an item or a refund sees what it must add up to.

alter table ${prefix}order_items enable row level security;
alter table ${prefix}order_items force row level security;

create policy order_items_are_seen_with_their_order on ${prefix}order_items for select to ${runtime_role}
    using ((select ${prefix}acting_job('administer-orders')) or exists (select from ${prefix}orders o where o.id = order_id));

create policy order_items_are_placed_with_their_order on ${prefix}order_items for insert to ${runtime_role}
    with check ((select ${prefix}acting_job()) or exists (select from ${prefix}orders o where o.id = order_id));

create policy order_items_are_changed_with_their_order on ${prefix}order_items for update to ${runtime_role}
    using ((select ${prefix}acting_job()) or exists (select from ${prefix}orders o where o.id = order_id));

create policy order_items_are_removed_with_their_order on ${prefix}order_items for delete to ${runtime_role}
    using ((select ${prefix}acting_job()) or exists (select from ${prefix}orders o where o.id = order_id));

create policy order_items_can_be_migrated on ${prefix}order_items to ${owner_role}
    using ((select ${prefix}acting_job('migration')) or exists (select from ${prefix}orders o where o.id = order_id));

alter table ${prefix}payments enable row level security;
alter table ${prefix}payments force row level security;

create policy payments_are_seen_with_their_order on ${prefix}payments for select to ${runtime_role}
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}orders o where o.id = order_id));

create policy payments_are_begun_with_their_order on ${prefix}payments for insert to ${runtime_role}
    with check ((select ${prefix}acting_job()) or exists (select from ${prefix}orders o where o.id = order_id));

create policy payments_are_changed_with_their_order on ${prefix}payments for update to ${runtime_role}
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}orders o where o.id = order_id));

create policy payments_are_removed_with_their_order on ${prefix}payments for delete to ${runtime_role}
    using ((select ${prefix}acting_job()) or exists (select from ${prefix}orders o where o.id = order_id));

create policy payments_can_be_migrated on ${prefix}payments to ${owner_role}
    using ((select ${prefix}acting_job('migration')) or exists (select from ${prefix}orders o where o.id = order_id));

alter table ${prefix}refunds enable row level security;
alter table ${prefix}refunds force row level security;

create policy refunds_are_seen_with_their_payment on ${prefix}refunds for select to ${runtime_role}
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}payments p where p.id = payment_id));

create policy refunds_are_made_with_their_payment on ${prefix}refunds for insert to ${runtime_role}
    with check ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
                or exists (select from ${prefix}payments p where p.id = payment_id));

create policy refunds_are_changed_with_their_payment on ${prefix}refunds for update to ${runtime_role}
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}payments p where p.id = payment_id));

create policy refunds_are_removed_with_their_payment on ${prefix}refunds for delete to ${runtime_role}
    using ((select ${prefix}acting_job()) or exists (select from ${prefix}payments p where p.id = payment_id));

create policy refunds_can_be_migrated on ${prefix}refunds to ${owner_role}
    using ((select ${prefix}acting_job('migration')) or exists (select from ${prefix}payments p where p.id = payment_id));
