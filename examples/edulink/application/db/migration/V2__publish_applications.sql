-- Where an application stands, without what was written in it.
create view ${api_schema}.applications with (security_barrier) as
    select id, user_id, program_id, status, submitted_at, decided_at
      from ${prefix}applications
     where status <> 'draft';

comment on view ${api_schema}.applications is 'Applications that were submitted or withdrawn.';
