drop table ${prefix}learning_progress;
drop table ${prefix}enrollments;
