-- Who is where until when; how they did is between them and their supervisor.
create view ${api_schema}.placements with (security_barrier) as
    select placements.id, placements.user_id, internships.company, internships.title,
           placements.status, placements.starts_on, placements.ends_on
      from ${prefix}placements placements
      join ${prefix}internships internships on internships.id = placements.internship_id;

comment on view ${api_schema}.placements is 'Placements without hours and evaluation.';
