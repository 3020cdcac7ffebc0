drop table ${prefix}events;
