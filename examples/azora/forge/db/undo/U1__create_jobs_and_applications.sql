drop table ${prefix}applications;
drop table ${prefix}jobs;
