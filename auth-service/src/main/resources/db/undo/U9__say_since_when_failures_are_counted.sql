alter table ${prefix}login_throttles drop column counted_since;
