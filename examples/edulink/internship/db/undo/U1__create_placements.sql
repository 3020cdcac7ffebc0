drop table ${prefix}placements;
drop table ${prefix}internships;
