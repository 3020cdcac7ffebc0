drop table ${prefix}idempotency_keys;
