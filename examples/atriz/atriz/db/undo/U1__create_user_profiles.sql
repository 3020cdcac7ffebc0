drop table ${prefix}user_profiles;
