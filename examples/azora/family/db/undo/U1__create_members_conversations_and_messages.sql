drop table ${prefix}messages;
drop table ${prefix}conversations;
drop table ${prefix}members;
