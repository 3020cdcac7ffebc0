drop table ${prefix}tags;
