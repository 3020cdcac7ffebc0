drop table ${prefix}logs;
drop table ${prefix}messages;
