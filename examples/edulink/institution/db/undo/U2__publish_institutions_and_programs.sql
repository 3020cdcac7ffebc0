drop view ${api_schema}.programs;
drop view ${api_schema}.institutions;
