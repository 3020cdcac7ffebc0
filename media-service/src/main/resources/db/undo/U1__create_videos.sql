drop table ${prefix}videos;
