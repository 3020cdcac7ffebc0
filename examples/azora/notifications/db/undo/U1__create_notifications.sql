drop table ${prefix}notifications;
