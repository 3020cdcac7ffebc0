drop table ${prefix}tracking_data;
