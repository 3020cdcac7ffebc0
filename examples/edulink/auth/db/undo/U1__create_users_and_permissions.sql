drop table ${prefix}user_permissions;
drop table ${prefix}permissions;
drop table ${prefix}users;
