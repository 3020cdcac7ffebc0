drop table ${prefix}oauth_accounts;
