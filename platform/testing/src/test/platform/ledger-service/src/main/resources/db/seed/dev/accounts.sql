insert into ${prefix}accounts values ('example', 1) on conflict do nothing;
