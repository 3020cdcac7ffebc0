drop view ${api_schema}.profiles;
