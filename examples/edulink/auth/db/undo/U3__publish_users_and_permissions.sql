drop view ${api_schema}.permissions;
drop view ${api_schema}.users;
