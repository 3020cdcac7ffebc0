-- The rows stay, and the whole service sees all of them again.
drop policy transactions_can_be_migrated on ${prefix}transactions;
drop policy transactions_are_seen_with_their_wallet on ${prefix}transactions;
alter table ${prefix}transactions no force row level security;
alter table ${prefix}transactions disable row level security;

drop policy wallets_can_be_migrated on ${prefix}wallets;
drop policy wallets_belong_to_their_user on ${prefix}wallets;
alter table ${prefix}wallets no force row level security;
alter table ${prefix}wallets disable row level security;

drop function ${prefix}acting_job;
drop function ${prefix}acting_user;
