drop table ${prefix}disputes;
drop table ${prefix}milestones;
drop table ${prefix}contracts;
