drop view ${api_schema}.applications;
