drop table ${prefix}checks;
