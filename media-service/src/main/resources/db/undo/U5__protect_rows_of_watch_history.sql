-- The rows stay, and the whole service sees all of them again.
drop policy watch_history_can_be_migrated on ${prefix}watch_history;
drop policy watch_history_belongs_to_the_viewer on ${prefix}watch_history;
alter table ${prefix}watch_history no force row level security;
alter table ${prefix}watch_history disable row level security;

drop function ${prefix}acting_job;
drop function ${prefix}acting_user;
