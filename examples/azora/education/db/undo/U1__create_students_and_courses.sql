drop table ${prefix}modules;
drop table ${prefix}courses;
drop table ${prefix}students;
