-- The rows stay, and the whole service sees all of them again.
drop policy sessions_can_be_migrated on ${prefix}sessions;
drop policy sessions_are_ended_by_their_person_or_by_time on ${prefix}sessions;
drop policy sessions_are_changed_by_their_person on ${prefix}sessions;
drop policy sessions_are_begun_by_their_person on ${prefix}sessions;
drop policy sessions_are_found_by_their_person_or_token on ${prefix}sessions;
alter table ${prefix}sessions no force row level security;
alter table ${prefix}sessions disable row level security;

drop function ${prefix}presented_hash;
drop function ${prefix}acting_job;
drop function ${prefix}acting_user;
