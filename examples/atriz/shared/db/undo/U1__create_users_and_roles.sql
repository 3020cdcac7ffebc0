drop table ${prefix}user_roles;
drop table ${prefix}roles;
drop table ${prefix}users;
