-- Where players gather before a game. The row of the lobby is locked by whoever joins, leaves, gets
-- ready or starts, so that these happen one after the other.
--
-- player_count repeats what lobby_players says, so that the database itself can refuse the player
-- too many, and so that a list of lobbies needs no counting.
create table ${prefix}lobbies (
    id           uuid        not null,
    creator_id   uuid        not null,
    name         text        not null,
    max_players  integer     not null,
    player_count integer     not null,
    status       text        not null,
    settings     jsonb       not null,
    expires_at   timestamptz not null,
    created_at   timestamptz not null,
    version      integer     not null,

    constraint lobbies_pkey primary key (id),
    constraint lobbies_creator_id_fkey foreign key (creator_id) references ${prefix}players (id),
    constraint lobbies_name_is_short check (char_length(name) between 1 and 80),
    constraint lobbies_seat_two_to_twenty check (max_players between 2 and 20),
    constraint lobbies_are_never_overfilled check (player_count between 0 and max_players),
    constraint lobbies_status_is_known check (status in ('open', 'playing', 'closed')),
    constraint lobbies_empty_are_closed check (player_count > 0 or status = 'closed'),
    constraint lobbies_settings_are_an_object check (jsonb_typeof(settings) = 'object')
);

create index lobbies_creator_id_idx on ${prefix}lobbies (creator_id);
create index lobbies_status_id_idx on ${prefix}lobbies (status, id desc);
create index lobbies_expires_at_idx on ${prefix}lobbies (expires_at) where status = 'open';

comment on table ${prefix}lobbies is 'Where players gather before a game; one lobby leads to one game.';
comment on column ${prefix}lobbies.creator_id is 'Who may start; handed to the player longest there when the creator leaves.';
comment on column ${prefix}lobbies.settings is 'categories, difficulty, questions, secondsPerQuestion of the game to come.';
comment on column ${prefix}lobbies.expires_at is 'An open lobby without any activity until then counts as closed.';
comment on column ${prefix}lobbies.version is 'Raised by each change; the second net below the row lock.';

create table ${prefix}lobby_players (
    id        uuid        not null,
    lobby_id  uuid        not null,
    player_id uuid        not null,
    is_ready  boolean     not null,
    joined_at timestamptz not null,

    constraint lobby_players_pkey primary key (id),
    constraint lobby_players_lobby_id_player_id_key unique (lobby_id, player_id),
    constraint lobby_players_lobby_id_fkey foreign key (lobby_id) references ${prefix}lobbies (id),
    constraint lobby_players_player_id_fkey foreign key (player_id) references ${prefix}players (id)
);

create index lobby_players_player_id_idx on ${prefix}lobby_players (player_id);

comment on table ${prefix}lobby_players is 'Who sits in which lobby; kept after the start as the list of who played.';
