insert into ${prefix}accounts values ('bank', 1000) on conflict do nothing;
