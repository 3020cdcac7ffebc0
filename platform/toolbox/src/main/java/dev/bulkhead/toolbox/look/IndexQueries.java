package dev.bulkhead.toolbox.look;

/**
 * The catalogue queries behind {@link JudgingIndexes}. All have the same columns: schema, table,
 * index, columns, bytes, wasted bytes, words, remedy; and one parameter, the schemas.
 */
final class IndexQueries {

    /**
     * An index supports a foreign key when it begins with its columns, in whatever order, or when
     * it makes some of them unique: then there is one row to find at most.
     */
    private static final String SUPPORTS =
            """
            i.indisvalid and (select amname from pg_am where oid = x.relam) in ('btree', 'hash')
               and (i.indpred is null
                    or cardinality(con.conkey) = 1
                       and pg_get_expr(i.indpred, i.indrelid)
                         = (select format('(%I IS NOT NULL)', attname) from pg_attribute
                             where attrelid = con.conrelid and attnum = con.conkey[1]))
               and ((select array_agg(k order by k) from unnest((i.indkey::int2[])[0:cardinality(con.conkey) - 1]) k)
                    = (select array_agg(k order by k) from unnest(con.conkey) k)
                    and i.indnkeyatts >= cardinality(con.conkey)
                    or i.indisunique and (i.indkey::int2[])[0:i.indnkeyatts - 1] <@ con.conkey)
            """;

    static final String MISSING =
            """
            select n.nspname, t.relname, null, names, pg_relation_size(t.oid), null,
                   format('no index begins with what %s refers to %s by', con.conname, con.confrelid::regclass),
                   format('create index %son %I.%I (%s);', case t.relkind when 'p' then '' else 'concurrently ' end,
                          n.nspname, t.relname, (select string_agg(quote_ident(name), ', ') from unnest(names) name))
              from pg_constraint con
              join pg_class t on t.oid = con.conrelid
              join pg_namespace n on n.oid = t.relnamespace
             cross join lateral (select array(select attname::text
                                                from unnest(con.conkey) with ordinality k (attnum, position)
                                                join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.attnum
                                               order by position)) c (names)
             where con.contype = 'f' and con.conparentid = 0 and n.nspname = any (?)
               and not exists (select from pg_index i join pg_class x on x.oid = i.indexrelid
                                where i.indrelid = con.conrelid and %s)
             order by 1, 2, con.conname
            """
                    .replace("and %s)", "and " + SUPPORTS + ")");

    private static final String OF_INDEXES =
            """
              from pg_index i
              join pg_class x on x.oid = i.indexrelid and x.relkind = 'i'
              join pg_class t on t.oid = i.indrelid
              join pg_namespace n on n.oid = t.relnamespace
             cross join lateral (select array(select pg_get_indexdef(i.indexrelid, k, true)
                                                from generate_series(1, i.indnkeyatts) k)) c (names)
            """;

    /** What is left of REINDEX CONCURRENTLY has these endings, and its original is still there. */
    static final String INVALID =
            """
            select n.nspname, t.relname, x.relname, names, pg_relation_size(x.oid), null,
                   'it is not valid: every write keeps it up and no query uses it',
                   format(case when x.relname ~ '_cc(new|old)[0-9]*$' then 'drop index concurrently %I.%I;'
                               else 'reindex index concurrently %I.%I;' end, n.nspname, x.relname)
            """
                    + OF_INDEXES
                    + """
                     where n.nspname = any (?) and not i.indisvalid
                       and not exists (select from pg_stat_progress_create_index p where p.index_relid = x.oid)
                     order by 1, 2, 3
                    """;

    static final String UNUSED =
            """
            select n.nspname, t.relname, x.relname, names, pg_relation_size(x.oid), null,
                   'no query has read it',
                   format('drop index concurrently %I.%I;', n.nspname, x.relname)
            """
                    + OF_INDEXES
                    + """
                      left join pg_stat_all_indexes s on s.indexrelid = x.oid
                     where n.nspname = any (?) and i.indisvalid and coalesce(s.idx_scan, 0) = 0
                       and not i.indisunique and not i.indisprimary and not i.indisexclusion and not i.indisreplident
                       and not exists (select from pg_inherits where inhrelid = x.oid)
                       and not exists (select from pg_constraint con
                                        where con.contype = 'f' and con.conrelid = i.indrelid and %s)
                     order by 1, 2, 3
                    """
                            .replace("%s", SUPPORTS);

    /**
     * The second index of a pair makes the first superfluous when it begins with the same columns,
     * compared and sorted in the same way, on the same rows. Of two equals the one stays that
     * defends a constraint, or else the older.
     */
    static final String DUPLICATE =
            """
            with indexes as (
                select i.indexrelid, i.indrelid, i.indisunique, i.indisreplident, i.indnullsnotdistinct, x.relam,
                       n.nspname, t.relname as table_name, x.relname as index_name, names,
                       coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
                       array(select format('%s %s %s %s', pg_get_indexdef(i.indexrelid, k, true),
                                           i.indclass[k - 1], i.indcollation[k - 1], i.indoption[k - 1])
                               from generate_series(1, i.indnkeyatts) k) as keys,
                       (i.indkey::int2[])[i.indnkeyatts:] as included,
                       i.indkey::int2[] as attributes,
                       (select con.conname from pg_constraint con
                         where con.conindid = x.oid and con.contype in ('p', 'u', 'x')) as constraint_name
            """
                    + OF_INDEXES
                    + """
                         where n.nspname = any (?) and i.indisvalid
                           and not exists (select from pg_inherits where inhrelid = x.oid)
                    )
                    select distinct on (a.nspname, a.table_name, a.index_name)
                           a.nspname, a.table_name, a.index_name, a.names, pg_relation_size(a.indexrelid), null,
                           format(case when a.keys = b.keys then '%s is on the same columns' else '%s begins with its columns' end,
                                  b.index_name),
                           case when a.constraint_name is null
                                then format('drop index concurrently %I.%I;', a.nspname, a.index_name)
                                else format('alter table %I.%I drop constraint %I;', a.nspname, a.table_name, a.constraint_name) end
                      from (select *, (constraint_name is not null)::int * 2 + indisunique::int as rank from indexes) a
                      join (select *, (constraint_name is not null)::int * 2 + indisunique::int as rank from indexes) b
                        on a.indrelid = b.indrelid and a.indexrelid <> b.indexrelid and a.relam = b.relam
                       and a.predicate = b.predicate
                       and a.keys = b.keys[1:cardinality(a.keys)]
                       and a.included <@ b.attributes
                       and not a.indisreplident
                     where (a.keys = b.keys and (a.rank < b.rank or a.rank = b.rank and a.indexrelid > b.indexrelid)
                            and (not a.indisunique or b.indisunique and a.indnullsnotdistinct = b.indnullsnotdistinct))
                        or (cardinality(a.keys) < cardinality(b.keys) and a.rank = 0
                            and (select amname from pg_am where oid = a.relam) = 'btree')
                     order by 1, 2, 3, cardinality(b.keys)
                    """;

    /**
     * How many pages a B-tree needs at its fill factor, from the number of its rows and the average
     * width of its columns that ANALYZE found. The method is that of
     * https://github.com/ioguix/pgsql-bloat-estimation (btree_bloat.sql, BSD 2-clause), without its
     * support for old versions; widths of page and tuple headers are those of PostgreSQL's
     * src/include/access/itup.h and nbtree.h. Equal keys that share an entry, as since PostgreSQL
     * 13, make the real index smaller, so this finds too little rather than too much. Indexes under
     * 1 MiB are not worth a word.
     */
    static final String BLOATED =
            """
            select nspname, table_name, index_name, names, pages * block, (pages - needed) * block,
                   format('about %s %% of it is empty, by an estimate from the statistics of ANALYZE',
                          (100 * (pages - needed) / pages)::int),
                   format('reindex index concurrently %I.%I;', nspname, index_name)
              from (select *,
                           1 + ceil(rows * (4 + header + ceil(width / 8) * 8)
                                    / ((block - 24 - 16) * fill_factor / 100.0))::bigint as needed
                      from (select n.nspname, t.relname as table_name, x.relname as index_name, c.names,
                                   x.relpages::bigint as pages, x.reltuples as rows,
                                   current_setting('block_size')::bigint as block,
                                   coalesce((select option_value::int from pg_options_to_table(x.reloptions)
                                              where option_name = 'fillfactor'), 90) as fill_factor,
                                   w.width, w.known, case when w.nulls then 16 else 8 end as header
            """
                    + OF_INDEXES
                    + """
                                     cross join lateral (
                                         select sum(s.avg_width * (1 - s.null_frac)) as width,
                                                bool_or(s.null_frac > 0) as nulls,
                                                count(s.avg_width) = i.indnatts as known
                                           from pg_attribute a
                                           left join pg_stats s
                                             on s.schemaname = n.nspname and not s.inherited
                                            and ((i.indkey[a.attnum - 1] <> 0 and s.tablename = t.relname
                                                  and s.attname = (select o.attname from pg_attribute o
                                                                    where o.attrelid = t.oid and o.attnum = i.indkey[a.attnum - 1]))
                                                 or (i.indkey[a.attnum - 1] = 0 and s.tablename = x.relname
                                                     and s.attname = a.attname))
                                          where a.attrelid = x.oid and a.attnum > 0) w
                                     where n.nspname = any (?) and i.indisvalid
                                       and (select amname from pg_am where oid = x.relam) = 'btree') measured
                             where known and rows >= 0 and pages * block >= 1048576) estimated
                     where needed < pages * 0.6
                     order by 6 desc
                    """;

    private IndexQueries() {}
}
