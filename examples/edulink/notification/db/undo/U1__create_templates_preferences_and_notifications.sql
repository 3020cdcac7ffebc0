drop table ${prefix}notifications;
drop table ${prefix}preferences;
drop table ${prefix}templates;
