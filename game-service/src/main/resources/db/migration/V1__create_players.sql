-- One row per person who has come to play, made from the token on first use. The id is the user's
-- id in auth-service: the same UUID, and no foreign key, because it would cross a database.
create table ${prefix}players (
    id             uuid        not null,
    username       text        not null,
    rating         integer     not null,
    last_played_at timestamptz,
    created_at     timestamptz not null,

    constraint players_pkey primary key (id),
    constraint players_username_key unique (username),
    constraint players_username_is_short check (char_length(username) between 1 and 200),
    constraint players_rating_is_not_negative check (rating >= 0)
);

-- The leaderboard of all time, in its order; who never finished a game is not on it.
create index players_rating_id_idx on ${prefix}players (rating desc, id) where last_played_at is not null;

comment on table ${prefix}players is 'People who play, known by the user id of their token.';
comment on column ${prefix}players.username is 'As in the latest token seen; auth-service decides about names.';
comment on column ${prefix}players.rating is 'Elo rating after the last finished game.';
comment on column ${prefix}players.last_played_at is 'End of the last game that counted; null before the first.';
