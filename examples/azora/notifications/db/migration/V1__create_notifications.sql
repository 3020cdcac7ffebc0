-- What people are told, over which channel, and whether they have seen it.
create table ${prefix}notifications (
    id         uuid        not null,
    user_id    uuid        not null,
    channel    text        not null,
    topic      text        not null,
    title      text        not null,
    body       text        not null,
    data       jsonb       not null default '{}',
    status     text        not null,
    sent_at    timestamptz,
    read_at    timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}notifications_pkey primary key (id),
    constraint ${prefix}notifications_channel_is_known check (channel in ('app', 'email', 'sms', 'push')),
    constraint ${prefix}notifications_topic_is_a_dotted_name check (topic ~ '^[a-z_]+([.][a-z_]+)*$'),
    constraint ${prefix}notifications_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}notifications_data_is_an_object check (jsonb_typeof(data) = 'object'),
    constraint ${prefix}notifications_status_is_known check (status in ('queued', 'sent', 'failed')),
    constraint ${prefix}notifications_have_a_time_once_sent check ((status = 'sent') = (sent_at is not null)),
    constraint ${prefix}notifications_are_sent_before_they_are_read check (read_at is null or read_at >= sent_at),
    constraint ${prefix}notifications_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}notifications_user_id_idx on ${prefix}notifications (user_id, created_at desc);
create index ${prefix}notifications_unread_idx on ${prefix}notifications (user_id) where read_at is null;
create index ${prefix}notifications_queued_idx on ${prefix}notifications (created_at) where status = 'queued';

comment on table ${prefix}notifications is 'Messages of the platform to people.';
comment on column ${prefix}notifications.user_id is 'A user of the service auth, without foreign key.';
