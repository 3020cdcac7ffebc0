-- An attempt that is given back is taken off the count it was added to, and off no later one: a success, or time, ends
-- a count while attempts that are in it still run. The default is for code of the version before.
alter table ${prefix}login_throttles
    add column counted_since timestamptz not null default now();

comment on column ${prefix}login_throttles.counted_since is 'When this count began; tells it from the one before it.';
