drop table ${prefix}scans;
