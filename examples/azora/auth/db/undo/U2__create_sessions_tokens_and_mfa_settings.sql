drop table ${prefix}mfa_settings;
drop table ${prefix}tokens;
drop table ${prefix}sessions;
