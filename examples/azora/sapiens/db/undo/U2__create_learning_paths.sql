drop table ${prefix}path_steps;
drop table ${prefix}learning_paths;
