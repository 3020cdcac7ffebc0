drop table ${prefix}auth_tokens;
