drop table ${prefix}mfa_settings;
drop table ${prefix}one_time_tokens;
