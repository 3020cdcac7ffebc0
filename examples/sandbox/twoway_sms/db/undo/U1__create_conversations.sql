drop table ${prefix}turns;
drop table ${prefix}conversations;
