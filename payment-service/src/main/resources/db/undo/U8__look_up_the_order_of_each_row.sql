-- Back to "exists (...)": the same rows, at the planner's discretion.

alter policy order_items_are_seen_with_their_order on ${prefix}order_items
    using ((select ${prefix}acting_job('administer-orders'))
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy order_items_are_placed_with_their_order on ${prefix}order_items
    with check ((select ${prefix}acting_job())
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy order_items_are_changed_with_their_order on ${prefix}order_items
    using ((select ${prefix}acting_job())
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy order_items_are_removed_with_their_order on ${prefix}order_items
    using ((select ${prefix}acting_job())
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy order_items_can_be_migrated on ${prefix}order_items
    using ((select ${prefix}acting_job('migration'))
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy payments_are_seen_with_their_order on ${prefix}payments
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy payments_are_begun_with_their_order on ${prefix}payments
    with check ((select ${prefix}acting_job())
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy payments_are_changed_with_their_order on ${prefix}payments
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy payments_are_removed_with_their_order on ${prefix}payments
    using ((select ${prefix}acting_job())
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy payments_can_be_migrated on ${prefix}payments
    using ((select ${prefix}acting_job('migration'))
           or exists (select from ${prefix}orders o where o.id = order_id));

alter policy refunds_are_seen_with_their_payment on ${prefix}refunds
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}payments p where p.id = payment_id));

alter policy refunds_are_made_with_their_payment on ${prefix}refunds
    with check ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}payments p where p.id = payment_id));

alter policy refunds_are_changed_with_their_payment on ${prefix}refunds
    using ((select ${prefix}acting_job('settle-payments', 'administer-orders'))
           or exists (select from ${prefix}payments p where p.id = payment_id));

alter policy refunds_are_removed_with_their_payment on ${prefix}refunds
    using ((select ${prefix}acting_job())
           or exists (select from ${prefix}payments p where p.id = payment_id));

alter policy refunds_can_be_migrated on ${prefix}refunds
    using ((select ${prefix}acting_job('migration'))
           or exists (select from ${prefix}payments p where p.id = payment_id));
