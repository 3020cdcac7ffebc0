drop table ${prefix}user_profiles;
drop table ${prefix}users;
