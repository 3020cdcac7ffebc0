drop table ${prefix}lobby_players;
drop table ${prefix}lobbies;
