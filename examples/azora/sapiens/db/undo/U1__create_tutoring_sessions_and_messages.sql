drop table ${prefix}insights;
drop table ${prefix}messages;
drop table ${prefix}tutoring_sessions;
