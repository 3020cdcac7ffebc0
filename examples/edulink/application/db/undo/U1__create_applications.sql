drop table ${prefix}applications;
