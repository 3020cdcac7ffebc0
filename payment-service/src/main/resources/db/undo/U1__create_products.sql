drop table ${prefix}products;

drop function ${prefix}currency_scale;
