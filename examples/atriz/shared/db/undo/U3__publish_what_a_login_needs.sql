drop view ${api_schema}.user_roles;
drop view ${api_schema}.roles;
drop view ${api_schema}.auth_tokens;
drop view ${api_schema}.users;
