-- Proofs of identity by the bank verification number.
create table ${prefix}verifications (
    id                  uuid        not null,
    user_id             uuid        not null,
    bvn                 char(11)    not null,
    verification_status text        not null,
    failure_reason      text,
    verified_at         timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,

    constraint ${prefix}verifications_pkey primary key (id),
    constraint ${prefix}verifications_bvn_has_11_digits check (bvn ~ '^[0-9]{11}$'),
    constraint ${prefix}verifications_status_is_known
        check (verification_status in ('pending', 'verified', 'failed', 'expired')),
    constraint ${prefix}verifications_have_a_time_once_verified
        check ((verification_status in ('verified', 'expired')) = (verified_at is not null)),
    constraint ${prefix}verifications_only_failures_have_a_reason
        check ((verification_status = 'failed') = (failure_reason is not null)),
    constraint ${prefix}verifications_change_after_creation check (updated_at >= created_at)
);

-- A number proves one person: nobody else can be verified by it while it does.
create unique index ${prefix}verifications_bvn_of_one_person_key on ${prefix}verifications (bvn)
    where verification_status = 'verified';

create index ${prefix}verifications_user_id_idx on ${prefix}verifications (user_id, created_at);
create index ${prefix}verifications_bvn_idx on ${prefix}verifications (bvn);
create index ${prefix}verifications_verification_status_idx on ${prefix}verifications (verification_status, created_at);

comment on table ${prefix}verifications is 'Attempts to prove who somebody is by their BVN.';
comment on column ${prefix}verifications.user_id is 'A user of the service auth, without foreign key.';
comment on column ${prefix}verifications.bvn is 'Bank verification number, 11 digits; leading zeros count, so it is text.';

-- Answers of the register, kept so that it is not asked, and paid, twice. The number stands here as
-- a hash only: whoever reads the cache learns nothing they did not know.
create table ${prefix}cache (
    id         uuid        not null,
    bvn_hash   bytea       not null,
    response   jsonb       not null,
    source     text        not null,
    fetched_at timestamptz not null,
    expires_at timestamptz not null,

    constraint ${prefix}cache_pkey primary key (id),
    constraint ${prefix}cache_bvn_hash_key unique (bvn_hash),
    constraint ${prefix}cache_bvn_hash_is_sha_256 check (octet_length(bvn_hash) = 32),
    constraint ${prefix}cache_response_is_an_object check (jsonb_typeof(response) = 'object'),
    constraint ${prefix}cache_response_does_not_repeat_the_bvn check (not response ? 'bvn'),
    constraint ${prefix}cache_expires_after_fetching check (expires_at > fetched_at)
);

create index ${prefix}cache_expires_at_idx on ${prefix}cache (expires_at);

comment on table ${prefix}cache is 'What the register answered lately.';
comment on column ${prefix}cache.bvn_hash is 'SHA-256 of the number and a key of the service that is not in this database.';
comment on column ${prefix}cache.source is 'Which register or simulator gave the answer.';
