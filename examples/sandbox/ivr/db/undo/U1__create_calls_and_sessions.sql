drop table ${prefix}sessions;
drop table ${prefix}calls;
