drop table ${prefix}profiles;
