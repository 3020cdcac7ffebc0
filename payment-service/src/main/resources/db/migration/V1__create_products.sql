-- What can be bought, and for how much. Every amount of this service is numeric(19,4) with its ISO 4217 currency
-- beside it, and holds no more decimals than that currency has: 12.50 EUR, 1250 JPY, 12.500 KWD.

create function ${prefix}currency_scale(currency char(3)) returns integer
    language sql immutable parallel safe
    return case
        when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
                          'VUV', 'XAF', 'XOF', 'XPF') then 0
        when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
        when currency in ('CLF', 'UYW') then 4
        else 2
    end;

comment on function ${prefix}currency_scale is 'How many decimals a currency has (ISO 4217).';

create table ${prefix}products (
    id         uuid          not null,
    sku        text          not null,
    name       text          not null,
    unit_price numeric(19,4) not null,
    currency   char(3)       not null,
    active     boolean       not null,
    created_at timestamptz   not null,
    version    integer       not null,

    constraint products_pkey primary key (id),
    constraint products_sku_key unique (sku),
    constraint products_sku_is_upper_case_letters_digits_and_dashes check (sku ~ '^[A-Z0-9](-?[A-Z0-9]){2,39}$'),
    constraint products_name_is_not_blank check (name ~ '\S'),
    constraint products_name_is_short check (char_length(name) <= 200),
    constraint products_price_is_positive check (unit_price > 0),
    constraint products_price_fits_the_scale_of_its_currency
        check (unit_price = round(unit_price, ${prefix}currency_scale(currency))),
    constraint products_currency_is_iso_4217 check (currency ~ '^[A-Z]{3}$')
);

-- The public list pages through active products by id.
create index products_active_id_idx on ${prefix}products (id) where active;

comment on table ${prefix}products is 'What can be bought. A product that was ever sold is deactivated, never deleted.';
comment on column ${prefix}products.unit_price is 'The price asked from now on; orders keep the one they were placed at.';
