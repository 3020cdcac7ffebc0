-- The rows stay, and the whole service sees all of them again.
drop policy refunds_can_be_migrated on ${prefix}refunds;
drop policy refunds_are_removed_with_their_payment on ${prefix}refunds;
drop policy refunds_are_changed_with_their_payment on ${prefix}refunds;
drop policy refunds_are_made_with_their_payment on ${prefix}refunds;
drop policy refunds_are_seen_with_their_payment on ${prefix}refunds;
alter table ${prefix}refunds no force row level security;
alter table ${prefix}refunds disable row level security;

drop policy payments_can_be_migrated on ${prefix}payments;
drop policy payments_are_removed_with_their_order on ${prefix}payments;
drop policy payments_are_changed_with_their_order on ${prefix}payments;
drop policy payments_are_begun_with_their_order on ${prefix}payments;
drop policy payments_are_seen_with_their_order on ${prefix}payments;
alter table ${prefix}payments no force row level security;
alter table ${prefix}payments disable row level security;

drop policy order_items_can_be_migrated on ${prefix}order_items;
drop policy order_items_are_removed_with_their_order on ${prefix}order_items;
drop policy order_items_are_changed_with_their_order on ${prefix}order_items;
drop policy order_items_are_placed_with_their_order on ${prefix}order_items;
drop policy order_items_are_seen_with_their_order on ${prefix}order_items;
alter table ${prefix}order_items no force row level security;
alter table ${prefix}order_items disable row level security;

drop policy orders_can_be_migrated on ${prefix}orders;
drop policy orders_are_removed_by_their_user on ${prefix}orders;
drop policy orders_are_changed_by_their_user on ${prefix}orders;
drop policy orders_are_placed_by_their_user on ${prefix}orders;
drop policy orders_are_seen_by_their_user on ${prefix}orders;
alter table ${prefix}orders no force row level security;
alter table ${prefix}orders disable row level security;

drop function ${prefix}acting_job;
drop function ${prefix}acting_user;
