drop table ${prefix}sessions;
