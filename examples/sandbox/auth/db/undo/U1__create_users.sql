drop table ${prefix}users;
