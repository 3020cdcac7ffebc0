drop table ${prefix}answers;
drop table ${prefix}questions;
drop table ${prefix}game_participants;
drop table ${prefix}games;
