-- The category belongs to the key: 'paris' is one thing as a place and another as a person.
create table ${prefix}tags (
    id           uuid        not null,
    video_id     uuid        not null,
    tag_name     text        not null,
    tag_category text        not null default 'general',
    created_at   timestamptz not null,

    constraint tags_pkey primary key (id),
    constraint tags_video_id_tag_category_tag_name_key unique (video_id, tag_category, tag_name),
    constraint tags_video_id_fkey foreign key (video_id) references ${prefix}videos (id) on delete cascade,
    constraint tags_name_is_short_and_trimmed
        check (char_length(tag_name) between 1 and 50 and tag_name = btrim(tag_name)),
    constraint tags_category_is_short_and_trimmed
        check (char_length(tag_category) between 1 and 50 and tag_category = btrim(tag_category))
);

-- Which videos carry a tag (with or without its category), and the counts of GET /tags. The foreign key
-- is served by the unique key above.
create index tags_tag_category_tag_name_video_id_idx on ${prefix}tags (tag_category, tag_name, video_id);
create index tags_tag_name_video_id_idx on ${prefix}tags (tag_name, video_id);

comment on table ${prefix}tags is 'Words by which videos are found, at most 50 for each video; lower case.';
