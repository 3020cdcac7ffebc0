-- Tokens people earn, stake and pay with. Eight decimals, exact; what a wallet holds is the sum of
-- its transactions, and each transaction says what it left behind.
create table ${prefix}wallets (
    id         uuid          not null,
    user_id    uuid          not null,
    currency   text          not null default 'AZR',
    balance    numeric(18,8) not null default 0,
    staked     numeric(18,8) not null default 0,
    earned     numeric(18,8) not null default 0,
    status     text          not null default 'active',
    version    integer       not null default 0,
    created_at timestamptz   not null,
    updated_at timestamptz   not null,

    constraint ${prefix}wallets_pkey primary key (id),
    constraint ${prefix}wallets_user_id_currency_key unique (user_id, currency),
    constraint ${prefix}wallets_currency_is_3_to_5_capitals check (currency ~ '^[A-Z]{3,5}$'),
    constraint ${prefix}wallets_are_never_overdrawn check (balance >= 0),
    constraint ${prefix}wallets_stake_only_what_they_hold check (staked between 0 and balance),
    constraint ${prefix}wallets_earnings_are_not_negative check (earned >= 0),
    constraint ${prefix}wallets_status_is_known check (status in ('active', 'frozen', 'closed')),
    constraint ${prefix}wallets_are_closed_empty check (status <> 'closed' or balance = 0),
    constraint ${prefix}wallets_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}wallets_status_idx on ${prefix}wallets (status) where status <> 'active';

comment on table ${prefix}wallets is 'What a person holds, one wallet per currency.';
comment on column ${prefix}wallets.user_id is 'A user of the service auth, without foreign key.';
comment on column ${prefix}wallets.staked is 'The part of balance that is locked.';
comment on column ${prefix}wallets.earned is 'Everything ever earned; never goes down.';
comment on column ${prefix}wallets.version is 'Raised by each change; two that race cannot both win.';

create table ${prefix}transactions (
    id              uuid          not null,
    wallet_id       uuid          not null,
    counterpart_id  uuid,
    kind            text          not null,
    amount          numeric(18,8) not null,
    balance_after   numeric(18,8) not null,
    idempotency_key text          not null,
    reference       text,
    created_at      timestamptz   not null,

    constraint ${prefix}transactions_pkey primary key (id),
    constraint ${prefix}transactions_wallet_id_idempotency_key_key unique (wallet_id, idempotency_key),
    constraint ${prefix}transactions_wallet_id_fkey foreign key (wallet_id) references ${prefix}wallets (id),
    constraint ${prefix}transactions_counterpart_id_fkey foreign key (counterpart_id) references ${prefix}wallets (id),
    constraint ${prefix}transactions_kind_is_known
        check (kind in ('earn', 'spend', 'transfer', 'stake', 'unstake', 'adjust')),
    constraint ${prefix}transactions_move_something check (amount <> 0),
    constraint ${prefix}transactions_earnings_are_positive check (kind <> 'earn' or amount > 0),
    constraint ${prefix}transactions_transfers_have_two_ends
        check ((kind = 'transfer') = (counterpart_id is not null)),
    constraint ${prefix}transactions_never_pay_oneself check (counterpart_id <> wallet_id),
    constraint ${prefix}transactions_never_overdraw check (balance_after >= 0)
);

create index ${prefix}transactions_wallet_id_created_at_idx on ${prefix}transactions (wallet_id, created_at desc);
create index ${prefix}transactions_counterpart_id_idx on ${prefix}transactions (counterpart_id);
create index ${prefix}transactions_created_at_idx on ${prefix}transactions (created_at);

comment on table ${prefix}transactions is 'Every movement of a wallet; a mistake is righted by another movement.';
comment on column ${prefix}transactions.amount is 'Positive into the wallet, negative out of it.';
comment on column ${prefix}transactions.reference is 'What it was for, in the words of the service that asked.';
