-- One row per viewer and video: where to go on. Watching again moves the row, it adds none.
create table ${prefix}watch_history (
    id               uuid           not null,
    video_id         uuid           not null,
    user_id          uuid           not null,
    position_seconds numeric(12, 3) not null,
    completed        boolean        not null,
    watched_at       timestamptz    not null,

    constraint watch_history_pkey primary key (id),
    constraint watch_history_video_id_user_id_key unique (video_id, user_id),
    constraint watch_history_video_id_fkey foreign key (video_id) references ${prefix}videos (id) on delete cascade,
    constraint watch_history_position_is_not_negative check (position_seconds >= 0)
);

-- A viewer's history, newest first.
create index watch_history_user_id_watched_at_id_idx on ${prefix}watch_history (user_id, watched_at desc, id desc);

comment on table ${prefix}watch_history is 'How far each viewer has watched each video.';
comment on column ${prefix}watch_history.user_id is 'The subject of the viewer''s token.';
comment on column ${prefix}watch_history.watched_at is 'When the position was last reported.';
