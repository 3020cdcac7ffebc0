drop table ${prefix}oauth_clients;
drop table ${prefix}signing_keys;
