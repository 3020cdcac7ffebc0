-- The rows stay, and the whole service sees all of them again.
drop policy path_steps_can_be_migrated on ${prefix}path_steps;
drop policy path_steps_are_seen_with_their_path on ${prefix}path_steps;
alter table ${prefix}path_steps no force row level security;
alter table ${prefix}path_steps disable row level security;

drop policy learning_paths_can_be_migrated on ${prefix}learning_paths;
drop policy learning_paths_belong_to_their_user on ${prefix}learning_paths;
alter table ${prefix}learning_paths no force row level security;
alter table ${prefix}learning_paths disable row level security;

drop policy insights_can_be_migrated on ${prefix}insights;
drop policy insights_belong_to_their_user on ${prefix}insights;
alter table ${prefix}insights no force row level security;
alter table ${prefix}insights disable row level security;

drop policy messages_can_be_migrated on ${prefix}messages;
drop policy messages_belong_to_their_user on ${prefix}messages;
alter table ${prefix}messages no force row level security;
alter table ${prefix}messages disable row level security;

drop policy tutoring_sessions_can_be_migrated on ${prefix}tutoring_sessions;
drop policy tutoring_sessions_belong_to_their_user on ${prefix}tutoring_sessions;
alter table ${prefix}tutoring_sessions no force row level security;
alter table ${prefix}tutoring_sessions disable row level security;

drop function ${prefix}acting_job;
drop function ${prefix}acting_user;
