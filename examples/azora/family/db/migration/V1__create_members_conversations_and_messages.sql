-- Households: who belongs together, and what they talk about.
create table ${prefix}members (
    id          uuid        not null,
    family_id   uuid        not null,
    user_id     uuid        not null,
    relation    text        not null,
    is_guardian boolean     not null default false,
    joined_at   timestamptz not null,
    left_at     timestamptz,
    updated_at  timestamptz not null,

    constraint ${prefix}members_pkey primary key (id),
    constraint ${prefix}members_family_id_user_id_key unique (family_id, user_id),
    constraint ${prefix}members_family_id_id_key unique (family_id, id),
    constraint ${prefix}members_relation_is_known check (relation in ('parent', 'child', 'sibling', 'grandparent', 'carer')),
    constraint ${prefix}members_children_guard_nobody check (not is_guardian or relation <> 'child'),
    constraint ${prefix}members_leave_after_joining check (left_at >= joined_at)
);

create index ${prefix}members_user_id_idx on ${prefix}members (user_id);

comment on table ${prefix}members is 'Who belongs to which family.';
comment on column ${prefix}members.family_id is 'Names the family; it has no other attributes, so it has no table.';
comment on column ${prefix}members.user_id is 'A user of the service auth, without foreign key.';

create table ${prefix}conversations (
    id          uuid        not null,
    family_id   uuid        not null,
    title       text        not null,
    created_by  uuid        not null,
    archived_at timestamptz,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,

    constraint ${prefix}conversations_pkey primary key (id),
    constraint ${prefix}conversations_family_id_id_key unique (family_id, id),
    constraint ${prefix}conversations_family_id_created_by_fkey
        foreign key (family_id, created_by) references ${prefix}members (family_id, id),
    constraint ${prefix}conversations_title_has_1_to_200_characters check (char_length(title) between 1 and 200),
    constraint ${prefix}conversations_change_after_creation check (updated_at >= created_at)
);

create index ${prefix}conversations_family_id_created_by_idx on ${prefix}conversations (family_id, created_by);
create index ${prefix}conversations_family_id_updated_at_idx on ${prefix}conversations (family_id, updated_at desc);

comment on table ${prefix}conversations is 'Threads of one family.';
comment on column ${prefix}conversations.updated_at is 'Also raised by each message: the list is sorted by it.';

-- family_id makes both foreign keys agree: nobody writes into a conversation of another family.
create table ${prefix}messages (
    id              uuid        not null,
    family_id       uuid        not null,
    conversation_id uuid        not null,
    member_id       uuid        not null,
    body            text        not null,
    edited_at       timestamptz,
    created_at      timestamptz not null,

    constraint ${prefix}messages_pkey primary key (id),
    constraint ${prefix}messages_family_id_conversation_id_fkey
        foreign key (family_id, conversation_id) references ${prefix}conversations (family_id, id) on delete cascade,
    constraint ${prefix}messages_family_id_member_id_fkey
        foreign key (family_id, member_id) references ${prefix}members (family_id, id),
    constraint ${prefix}messages_body_has_1_to_5000_characters check (char_length(body) between 1 and 5000),
    constraint ${prefix}messages_are_edited_after_creation check (edited_at >= created_at)
);

create index ${prefix}messages_family_id_conversation_id_idx
    on ${prefix}messages (family_id, conversation_id, created_at);
create index ${prefix}messages_family_id_member_id_idx on ${prefix}messages (family_id, member_id);

comment on table ${prefix}messages is 'What members wrote.';
