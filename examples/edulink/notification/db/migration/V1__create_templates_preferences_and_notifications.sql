-- What people are told, in which words, over which channel, and whether they want to hear it.
create table ${prefix}templates (
    id         uuid        not null,
    code       text        not null,
    channel    text        not null,
    language   text        not null,
    subject    text,
    body       text        not null,
    is_active  boolean     not null default true,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}templates_pkey primary key (id),
    constraint ${prefix}templates_code_channel_language_key unique (code, channel, language),
    constraint ${prefix}templates_code_is_a_dotted_name check (code ~ '^[a-z_]+[.][a-z_]+$'),
    constraint ${prefix}templates_channel_is_known check (channel in ('app', 'email', 'sms')),
    constraint ${prefix}templates_language_is_bcp_47 check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    constraint ${prefix}templates_mails_have_a_subject check ((channel = 'email') <= (subject is not null)),
    constraint ${prefix}templates_body_is_not_blank check (body ~ '\S'),
    constraint ${prefix}templates_change_after_creation check (updated_at >= created_at)
);

comment on table ${prefix}templates is 'Texts with {{names}} to be filled in; seeded in db/seed/prod.';

create table ${prefix}preferences (
    id         uuid        not null,
    user_id    uuid        not null,
    channel    text        not null,
    topic      text        not null,
    is_enabled boolean     not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,

    constraint ${prefix}preferences_pkey primary key (id),
    constraint ${prefix}preferences_user_id_channel_topic_key unique (user_id, channel, topic),
    constraint ${prefix}preferences_channel_is_known check (channel in ('app', 'email', 'sms')),
    constraint ${prefix}preferences_topic_is_a_word check (topic ~ '^[a-z][a-z_]{1,30}$'),
    constraint ${prefix}preferences_change_after_creation check (updated_at >= created_at)
);

comment on table ${prefix}preferences is 'What people want to hear about; where there is no row, they do.';
comment on column ${prefix}preferences.user_id is 'A user of the service auth, without foreign key.';

create table ${prefix}notifications (
    id             uuid        not null,
    user_id        uuid        not null,
    template_id    uuid        not null,
    application_id uuid,
    placement_id   uuid,
    channel        text        not null,
    data           jsonb       not null default '{}',
    status         text        not null,
    attempts       integer     not null default 0,
    sent_at        timestamptz,
    read_at        timestamptz,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,

    constraint ${prefix}notifications_pkey primary key (id),
    constraint ${prefix}notifications_template_id_fkey foreign key (template_id)
        references ${prefix}templates (id),
    constraint ${prefix}notifications_are_about_one_thing check (num_nonnulls(application_id, placement_id) <= 1),
    constraint ${prefix}notifications_channel_is_known check (channel in ('app', 'email', 'sms')),
    constraint ${prefix}notifications_data_is_an_object check (jsonb_typeof(data) = 'object'),
    constraint ${prefix}notifications_status_is_known check (status in ('queued', 'sent', 'failed', 'suppressed')),
    constraint ${prefix}notifications_attempts_are_counted check (attempts >= 0),
    constraint ${prefix}notifications_have_a_time_once_sent check ((status = 'sent') = (sent_at is not null)),
    constraint ${prefix}notifications_are_sent_before_they_are_read check (read_at is null or read_at >= sent_at),
    constraint ${prefix}notifications_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}notifications_user_id_idx on ${prefix}notifications (user_id, created_at desc);
create index ${prefix}notifications_unread_idx on ${prefix}notifications (user_id) where read_at is null;
create index ${prefix}notifications_template_id_idx on ${prefix}notifications (template_id);
create index ${prefix}notifications_application_id_idx on ${prefix}notifications (application_id);
create index ${prefix}notifications_placement_id_idx on ${prefix}notifications (placement_id);
create index ${prefix}notifications_queued_idx on ${prefix}notifications (created_at) where status = 'queued';

comment on table ${prefix}notifications is 'Messages to people.';
comment on column ${prefix}notifications.user_id is 'A user of the service auth, without foreign key; the manifest names the reference.';
comment on column ${prefix}notifications.application_id is 'What it is about: an application of the service application.';
comment on column ${prefix}notifications.placement_id is 'Or a placement of the service internship.';
