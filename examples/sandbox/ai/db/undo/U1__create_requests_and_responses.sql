drop table ${prefix}responses;
drop table ${prefix}requests;
