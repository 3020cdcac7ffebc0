create table ${prefix}notes (
    id       uuid not null,
    owner_id uuid not null,
    text     text not null,

    constraint notes_pkey primary key (id),
    constraint notes_text_key unique (text),
    constraint notes_text_is_short check (length(text) <= 20)
);

alter table ${prefix}notes enable row level security;
alter table ${prefix}notes force row level security;
create policy notes_of_the_user on ${prefix}notes
    using (owner_id = nullif(current_setting('app.current_user_id', true), '')::uuid);
