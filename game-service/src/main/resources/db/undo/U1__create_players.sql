drop table ${prefix}players;
