drop table ${prefix}transactions;
drop table ${prefix}wallets;
