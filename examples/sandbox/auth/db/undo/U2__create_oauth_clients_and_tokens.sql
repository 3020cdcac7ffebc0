drop table ${prefix}oauth_tokens;
drop table ${prefix}oauth_clients;
