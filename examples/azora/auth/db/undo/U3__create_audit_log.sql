drop table ${prefix}audit_log;
