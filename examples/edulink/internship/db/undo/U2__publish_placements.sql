drop view ${api_schema}.placements;
