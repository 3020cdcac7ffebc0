-- Items, payments and refunds ask for their order (or payment) by its key, once for each row that is read. As "exists (...)" the
-- planner was free to read all orders instead and keep them in a hash, which it did while it took the table for small: reading
-- one order then took as long as there were orders. It cannot do that with a value.

alter policy order_items_are_seen_with_their_order on ${prefix}order_items
    using ((select ${prefix}acting_job('administer-orders'))
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy order_items_are_placed_with_their_order on ${prefix}order_items
    with check ((select ${prefix}acting_job())
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy order_items_are_changed_with_their_order on ${prefix}order_items
    using ((select ${prefix}acting_job())
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy order_items_are_removed_with_their_order on ${prefix}order_items
    using ((select ${prefix}acting_job())
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy order_items_can_be_migrated on ${prefix}order_items
    using ((select ${prefix}acting_job('migration'))
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy payments_are_seen_with_their_order on ${prefix}payments
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy payments_are_begun_with_their_order on ${prefix}payments
    with check ((select ${prefix}acting_job())
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy payments_are_changed_with_their_order on ${prefix}payments
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy payments_are_removed_with_their_order on ${prefix}payments
    using ((select ${prefix}acting_job())
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy payments_can_be_migrated on ${prefix}payments
    using ((select ${prefix}acting_job('migration'))
           or order_id = (select o.id from ${prefix}orders o where o.id = order_id));

alter policy refunds_are_seen_with_their_payment on ${prefix}refunds
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or payment_id = (select p.id from ${prefix}payments p where p.id = payment_id));

alter policy refunds_are_made_with_their_payment on ${prefix}refunds
    with check ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or payment_id = (select p.id from ${prefix}payments p where p.id = payment_id));

alter policy refunds_are_changed_with_their_payment on ${prefix}refunds
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or payment_id = (select p.id from ${prefix}payments p where p.id = payment_id));

alter policy refunds_are_removed_with_their_payment on ${prefix}refunds
    using ((select ${prefix}acting_job())
           or payment_id = (select p.id from ${prefix}payments p where p.id = payment_id));

alter policy refunds_can_be_migrated on ${prefix}refunds
    using ((select ${prefix}acting_job('migration'))
           or payment_id = (select p.id from ${prefix}payments p where p.id = payment_id));
