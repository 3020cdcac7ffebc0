-- The money taken for an order. There is one payment per order, and one PaymentIntent per payment: a declined card is
-- tried again on the same row and the same intent, and an intent can be charged once only.
create table ${prefix}payments (
    id                       uuid          not null,
    order_id                 uuid          not null,
    stripe_payment_intent_id text,
    status                   text          not null,
    amount                   numeric(19,4) not null,
    currency                 char(3)       not null,
    refunded_amount          numeric(19,4) not null default 0,
    payment_method           text          not null,
    attempt_id               uuid          not null,
    attempts                 integer       not null,
    failed_charges           text[]        not null default '{}',
    failure_code             text,
    next_check_at            timestamptz,
    paid_at                  timestamptz,
    created_at               timestamptz   not null,
    version                  integer       not null,

    constraint payments_pkey primary key (id),
    constraint payments_order_id_key unique (order_id),
    constraint payments_stripe_payment_intent_id_key unique (stripe_payment_intent_id),
    constraint payments_order_id_fkey foreign key (order_id, amount, currency)
        references ${prefix}orders (id, total_amount, currency),
    constraint payments_status_is_known check (status in
        ('processing', 'succeeded', 'failed', 'cancelling', 'cancelled')),
    constraint payments_amount_is_positive check (amount > 0),
    constraint payments_refunds_within_amount check (refunded_amount between 0 and amount),
    constraint payments_refunds_only_once_succeeded check (refunded_amount = 0 or status = 'succeeded'),
    constraint payments_paid_at_tells_success check ((status = 'succeeded') = (paid_at is not null)),
    constraint payments_success_has_an_intent check (status <> 'succeeded' or stripe_payment_intent_id is not null),
    constraint payments_open_ones_are_checked_again
        check ((status in ('processing', 'cancelling')) = (next_check_at is not null)),
    constraint payments_failure_tells_why check (status <> 'failed' or failure_code is not null),
    constraint payments_attempts_are_counted check (attempts > 0)
);

-- What reconciliation looks for. The foreign key is indexed by payments_order_id_key.
create index payments_next_check_at_idx on ${prefix}payments (next_check_at) where next_check_at is not null;

comment on table ${prefix}payments is 'Money taken for orders: one payment, and one PaymentIntent, per order.';
comment on column ${prefix}payments.refunded_amount is 'What was given back or is on its way back.';
comment on column ${prefix}payments.attempt_id is 'The request that made the latest attempt; the provider sees it as its idempotency key.';
comment on column ${prefix}payments.failed_charges is 'Charges known to be declined, so that late news about one is not taken for news about a newer attempt.';
comment on column ${prefix}payments.next_check_at is 'When to ask the provider, should no news have come by then.';

create table ${prefix}refunds (
    id               uuid          not null,
    payment_id       uuid          not null,
    stripe_refund_id text,
    amount           numeric(19,4) not null,
    reason           text          not null,
    status           text          not null,
    requested_by     uuid,
    failure_code     text,
    next_check_at    timestamptz,
    created_at       timestamptz   not null,
    version          integer       not null,

    constraint refunds_pkey primary key (id),
    constraint refunds_stripe_refund_id_key unique (stripe_refund_id),
    constraint refunds_payment_id_fkey foreign key (payment_id) references ${prefix}payments (id),
    constraint refunds_amount_is_positive check (amount > 0),
    constraint refunds_status_is_known check (status in ('pending', 'succeeded', 'failed')),
    constraint refunds_reason_is_known check (reason in
        ('duplicate', 'fraudulent', 'requested_by_customer', 'other')),
    constraint refunds_success_is_known_to_the_provider
        check (status <> 'succeeded' or stripe_refund_id is not null),
    constraint refunds_pending_ones_are_checked_again check ((status = 'pending') = (next_check_at is not null))
);

create index refunds_payment_id_idx on ${prefix}refunds (payment_id, id desc);
create index refunds_next_check_at_idx on ${prefix}refunds (next_check_at) where next_check_at is not null;

comment on table ${prefix}refunds is 'Money given back, in full or in part.';
comment on column ${prefix}refunds.requested_by is 'The user who asked for it; null when it was made at the provider.';

-- What is true of a payment never becomes untrue again, in whatever order news arrives.
create function ${prefix}payments_follow_the_state_diagram() returns trigger
    language plpgsql
as $$
begin
    if new.id <> old.id or new.order_id <> old.order_id or new.amount <> old.amount or new.currency <> old.currency
            or (old.stripe_payment_intent_id is not null
                and new.stripe_payment_intent_id is distinct from old.stripe_payment_intent_id) then
        raise exception 'payment % keeps its order, its amount and its intent', old.id
            using errcode = 'check_violation', constraint = 'payments_order_amount_and_intent_are_final';
    end if;
    if new.status <> old.status and not (new.status = any (case old.status
            when 'processing' then array['succeeded', 'failed', 'cancelled']
            when 'failed'     then array['processing', 'succeeded', 'cancelling', 'cancelled']
            when 'cancelling' then array['cancelled', 'succeeded']
            else array[]::text[] end)) then
        raise exception 'payment % cannot go from % to %', old.id, old.status, new.status
            using errcode = 'check_violation', constraint = 'payments_status_follows_the_diagram';
    end if;
    return new;
end
$$;

create trigger payments_follow_the_state_diagram
    before update on ${prefix}payments
    for each row execute function ${prefix}payments_follow_the_state_diagram();

create function ${prefix}refunds_follow_the_state_diagram() returns trigger
    language plpgsql
as $$
begin
    if new.id <> old.id or new.payment_id <> old.payment_id or new.amount <> old.amount
            or (old.stripe_refund_id is not null and new.stripe_refund_id is distinct from old.stripe_refund_id) then
        raise exception 'refund % keeps its payment and its amount', old.id
            using errcode = 'check_violation', constraint = 'refunds_payment_and_amount_are_final';
    end if;
    if new.status <> old.status and not (new.status = any (case old.status
            when 'pending'   then array['succeeded', 'failed']
            when 'succeeded' then array['failed'] -- a bank may send the money back days later
            else array[]::text[] end)) then
        raise exception 'refund % cannot go from % to %', old.id, old.status, new.status
            using errcode = 'check_violation', constraint = 'refunds_status_follows_the_diagram';
    end if;
    return new;
end
$$;

create trigger refunds_follow_the_state_diagram
    before update on ${prefix}refunds
    for each row execute function ${prefix}refunds_follow_the_state_diagram();

-- refunded_amount and the refunds beside it say the same thing, or the transaction does not commit. Since the amount
-- stands on the payment's row and is limited there, concurrent refunds queue up on that row and never exceed it.
create function ${prefix}payments_refunds_add_up() returns trigger
    language plpgsql
as $$
declare
    changed_payment uuid;
    told numeric;
    added numeric;
    scale integer;
begin
    if tg_table_name = '${prefix}payments' then
        changed_payment := new.id;
    elsif tg_op = 'DELETE' then
        changed_payment := old.payment_id;
    else
        changed_payment := new.payment_id;
    end if;
    select p.refunded_amount, ${prefix}currency_scale(p.currency),
           (select coalesce(sum(r.amount), 0) from ${prefix}refunds r
             where r.payment_id = p.id and r.status <> 'failed')
      into told, scale, added
      from ${prefix}payments p
     where p.id = changed_payment;
    if found and (told <> added or added <> round(added, scale)) then
        raise exception 'payment % tells of % refunded, but its refunds add up to %', changed_payment, told, added
            using errcode = 'check_violation', constraint = 'payments_refunded_amount_is_the_sum_of_its_refunds';
    end if;
    return null;
end
$$;

create constraint trigger payments_refunded_amount_is_the_sum_of_its_refunds
    after insert or update of refunded_amount on ${prefix}payments
    deferrable initially deferred
    for each row execute function ${prefix}payments_refunds_add_up();

create constraint trigger refunds_add_up_to_the_refunded_amount
    after insert or update or delete on ${prefix}refunds
    deferrable initially deferred
    for each row execute function ${prefix}payments_refunds_add_up();
