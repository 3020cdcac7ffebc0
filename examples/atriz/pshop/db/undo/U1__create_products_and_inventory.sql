drop table ${prefix}inventory;
drop table ${prefix}products;
