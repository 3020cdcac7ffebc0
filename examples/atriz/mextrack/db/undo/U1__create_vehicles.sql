drop table ${prefix}vehicles;
