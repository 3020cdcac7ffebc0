package dev.bulkhead.auth.client;

import static java.time.ZoneOffset.UTC;

import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every program that may sign in as itself. */
@Repository
class Clients {

    private static final String CLIENT =
            """
            select id, client_id, client_secret_hash, name, scopes, created_at
            from ${prefix}oauth_clients
            """;

    private final JdbcClient jdbc;
    private final Tables tables;

    Clients(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    void add(Client client) {
        sql("""
        insert into ${prefix}oauth_clients
            (id, client_id, client_secret_hash, name, scopes, created_at)
        values
            (:id, :clientId, :secret, :name, string_to_array(:scopes, ' '), :now)
        """)
                .param("id", client.id())
                .param("clientId", client.clientId())
                .param("secret", client.secret().bytes())
                .param("name", client.name())
                .param("scopes", String.join(" ", client.scopes())) // no scope holds a space
                .param("now", client.createdAt().atOffset(UTC))
                .update();
    }

    Optional<Client> find(UUID id) {
        return sql(CLIENT + "where id = :id")
                .param("id", id)
                .query((row, number) -> client(row))
                .optional();
    }

    Optional<Client> findByClientId(String clientId) {
        return sql(CLIENT + "where client_id = :clientId")
                .param("clientId", clientId)
                .query((row, number) -> client(row))
                .optional();
    }

    Page<Client> page(PageQuery query) {
        var rows =
                sql(CLIENT
                                + """
                                where id > coalesce(cast(:after as uuid), '00000000-0000-0000-0000-000000000000')
                                order by id
                                limit :limit
                                """)
                        .param("after", query.afterId())
                        .param("limit", query.limit() + 1)
                        .query((row, number) -> client(row))
                        .list();
        return Page.of(rows, query, it -> Cursor.of(it.id()));
    }

    /** Whether it was there. */
    boolean remove(UUID id) {
        return sql("delete from ${prefix}oauth_clients where id = :id").param("id", id).update()
                == 1;
    }

    private JdbcClient.StatementSpec sql(String statement) {
        return jdbc.sql(tables.sql(statement));
    }

    private static Client client(ResultSet row) throws SQLException {
        return new Client(
                row.getObject("id", UUID.class),
                row.getString("client_id"),
                ClientSecret.Digest.of(row.getBytes("client_secret_hash")),
                row.getString("name"),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
