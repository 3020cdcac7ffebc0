drop table ${prefix}programs;
drop table ${prefix}institutions;
