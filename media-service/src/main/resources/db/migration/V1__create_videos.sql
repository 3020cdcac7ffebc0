-- One row per content: the library holds each video once, whoever brings it (see videos_hash_key).
-- The file itself lies in the library folder; file_path says where, relative to that folder.
create table ${prefix}videos (
    id               uuid           not null,
    owner_id         uuid           not null,
    file_path        text           not null,
    file_name        text           not null,
    file_size        bigint         not null,
    file_modified_at timestamptz    not null,
    mime_type        text           not null,
    duration_seconds numeric(12, 3),
    metadata         jsonb          not null default '{}',
    hash             text           not null,
    missing_since    timestamptz,
    name_words       text           not null,
    name_search      tsvector       generated always as (array_to_tsvector(string_to_array(name_words, ' '))) stored,
    created_at       timestamptz    not null,
    updated_at       timestamptz    not null,
    version          integer        not null,

    constraint videos_pkey primary key (id),
    constraint videos_file_path_key unique (file_path),
    constraint videos_hash_key unique (hash),

    -- No absolute path, no empty segment, none that begins with a dot: neither '..' nor a hidden folder.
    constraint videos_path_stays_in_library check (file_path !~ '(^|/)(\.|/|$)'),
    constraint videos_name_is_a_name check (char_length(file_name) between 1 and 255 and file_name !~ '[/\\[:cntrl:]]'),
    constraint videos_size_is_positive check (file_size > 0),
    constraint videos_mime_type_is_video check (mime_type ~ '^video/[a-z0-9.+-]+$'),
    constraint videos_duration_is_positive check (duration_seconds > 0),
    constraint videos_metadata_is_an_object check (jsonb_typeof(metadata) = 'object'),
    constraint videos_hash_is_sha_256 check (hash ~ '^[0-9a-f]{64}$')
);

-- "My videos, newest first": ids are UUIDs of version 7 and so sort by time.
create index videos_owner_id_id_idx on ${prefix}videos (owner_id, id desc);

-- Search by the beginnings of words in the name.
create index videos_name_search_idx on ${prefix}videos using gin (name_search);

comment on table ${prefix}videos is 'The videos of the library: what is known of each file, and whose it is.';
comment on column ${prefix}videos.owner_id is 'The subject of the token that brought the video: its uploader, or who ran the scan that found it.';
comment on column ${prefix}videos.file_path is 'Relative to the library folder, separated by slashes. Never sent to a caller.';
comment on column ${prefix}videos.file_name is 'What people call it. Never used as a path.';
comment on column ${prefix}videos.file_modified_at is 'As the file system says. A scan reads a file again when this or file_size differ.';
comment on column ${prefix}videos.duration_seconds is 'Null where the format does not tell (WebM, Matroska, fragmented MP4).';
comment on column ${prefix}videos.hash is 'SHA-256 of the content, hexadecimal; also the ETag of the stream.';
comment on column ${prefix}videos.missing_since is 'When a scan first did not find the file. The row stays, so that an unplugged disk costs no tags and no history.';
comment on column ${prefix}videos.name_words is 'The words of file_name in lower case without accents, separated by one space; made by the application, so that search does not depend on the locale of the database.';
