-- Users who have ordered at least once, as their token named them then. Users themselves live in another database,
-- so there is no foreign key to them: the id is the subject of the token.
create table ${prefix}customers (
    id                 uuid        not null,
    email              text,
    name               text        not null,
    stripe_customer_id text,
    created_at         timestamptz not null,

    constraint customers_pkey primary key (id),
    constraint customers_stripe_customer_id_key unique (stripe_customer_id),
    constraint customers_email_is_short check (char_length(email) <= 320),
    constraint customers_name_is_short check (char_length(name) <= 500)
);

comment on table ${prefix}customers is 'Users who have ordered at least once.';
comment on column ${prefix}customers.id is 'The user''s id, the subject of the token.';
comment on column ${prefix}customers.stripe_customer_id is 'Made when the customer pays for the first time.';
