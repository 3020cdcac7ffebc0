-- Failed sign-ins, counted per account and per address, in the database so that the count is the
-- same whichever instance is asked. Rows are short-lived: success or time removes them.
create table ${prefix}login_throttles (
    kind           text        not null,
    subject        text        not null,
    failures       integer     not null,
    last_failed_at timestamptz not null,
    blocked_until  timestamptz not null,

    constraint login_throttles_pkey primary key (kind, subject),
    constraint login_throttles_kind_is_known check (kind in ('account', 'address')),
    constraint login_throttles_count_something check (failures >= 0)
);

create index login_throttles_last_failed_at_idx on ${prefix}login_throttles (last_failed_at);

comment on table ${prefix}login_throttles is 'How often signing in failed lately, and until when it is not even tried.';
comment on column ${prefix}login_throttles.subject is 'A user''s id, the SHA-256 of a name nobody has, or a network address (IPv6: its /64).';
comment on column ${prefix}login_throttles.blocked_until is 'In the past: free to try.';
