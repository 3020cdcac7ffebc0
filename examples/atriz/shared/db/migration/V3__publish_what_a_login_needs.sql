-- All an application needs to know who is calling: it hashes the token it was shown and looks for
-- the hash. Passwords are checked here and nowhere else, so no view has them.
create view ${api_schema}.users with (security_barrier) as
    select id, email, display_name, is_active
      from ${prefix}users;

comment on view ${api_schema}.users is 'Everybody, active or not, so that an id that is found nowhere here belongs to nobody.';

create view ${api_schema}.auth_tokens with (security_barrier) as
    select tokens.token_hash, tokens.user_id, tokens.application, tokens.expires_at
      from ${prefix}auth_tokens tokens
      join ${prefix}users users on users.id = tokens.user_id
     where users.is_active
       and tokens.revoked_at is null
       and tokens.expires_at > now();

comment on view ${api_schema}.auth_tokens is 'Tokens that are good now, of people who may sign in.';

create view ${api_schema}.roles with (security_barrier) as
    select id, application, name, description
      from ${prefix}roles;

comment on view ${api_schema}.roles is 'What people can be.';

create view ${api_schema}.user_roles with (security_barrier) as
    select granted.user_id, roles.application, roles.name as role
      from ${prefix}user_roles granted
      join ${prefix}roles roles on roles.id = granted.role_id;

comment on view ${api_schema}.user_roles is 'What each person is.';
