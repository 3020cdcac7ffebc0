drop table ${prefix}webhook_events;
