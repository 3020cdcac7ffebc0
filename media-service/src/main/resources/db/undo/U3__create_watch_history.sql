drop table ${prefix}watch_history;
