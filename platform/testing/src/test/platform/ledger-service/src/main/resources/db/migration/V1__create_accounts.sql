create table ${prefix}accounts (
    name    text not null,
    balance int  not null,

    constraint accounts_pkey primary key (name)
);

create table ${prefix}entries (
    id   int  generated always as identity,
    text text not null,

    constraint entries_pkey primary key (id)
);
