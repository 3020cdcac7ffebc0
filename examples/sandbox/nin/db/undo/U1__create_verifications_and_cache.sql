drop table ${prefix}cache;
drop table ${prefix}verifications;
