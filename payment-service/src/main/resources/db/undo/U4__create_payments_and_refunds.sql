drop table ${prefix}refunds;
drop table ${prefix}payments;

drop function ${prefix}payments_refunds_add_up;
drop function ${prefix}refunds_follow_the_state_diagram;
drop function ${prefix}payments_follow_the_state_diagram;
