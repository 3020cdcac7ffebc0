create view ${api_schema}.institutions with (security_barrier) as
    select id, name, kind, country, city
      from ${prefix}institutions
     where status = 'verified';

comment on view ${api_schema}.institutions is 'Institutions that somebody has looked at.';

create view ${api_schema}.programs with (security_barrier) as
    select id, institution_id, name, degree, language, starts_on, application_deadline, status
      from ${prefix}programs
     where status <> 'draft';

comment on view ${api_schema}.programs is 'Programs that were ever open.';
