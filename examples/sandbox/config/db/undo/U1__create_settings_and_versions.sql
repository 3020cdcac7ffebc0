drop table ${prefix}versions;
drop table ${prefix}settings;
