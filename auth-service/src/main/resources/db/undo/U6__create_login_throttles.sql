drop table ${prefix}login_throttles;
