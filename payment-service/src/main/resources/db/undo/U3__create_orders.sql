drop table ${prefix}order_items;
drop table ${prefix}orders;

drop function ${prefix}orders_total_is_the_sum_of_their_items;
drop function ${prefix}orders_follow_the_state_diagram;
