-- Name and language are needed to address somebody. Birthdays and telephone numbers are not.
create view ${api_schema}.profiles with (security_barrier) as
    select user_id, full_name, language, time_zone
      from ${prefix}profiles;

comment on view ${api_schema}.profiles is 'How to address a person, and when they are awake.';
