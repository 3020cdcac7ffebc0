-- What other services may know of a person. A reader has rights on these views and on no table;
-- security_barrier keeps its own functions from seeing rows that a view leaves out.
create view ${api_schema}.users with (security_barrier) as
    select id, email, display_name, kind, is_active
      from ${prefix}users;

comment on view ${api_schema}.users is 'Everybody, active or not, so that an id that is found nowhere here belongs to nobody.';

create view ${api_schema}.permissions with (security_barrier) as
    select granted.user_id, permissions.name as permission, granted.expires_at
      from ${prefix}user_permissions granted
      join ${prefix}permissions permissions on permissions.id = granted.permission_id
      join ${prefix}users users on users.id = granted.user_id
     where users.is_active
       and (granted.expires_at is null or granted.expires_at > now());

comment on view ${api_schema}.permissions is 'What active people may do now; what has expired is gone from here.';
