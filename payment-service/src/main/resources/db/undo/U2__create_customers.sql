drop table ${prefix}customers;
