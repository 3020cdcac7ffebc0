package dev.bulkhead.auth.user;

import static java.time.ZoneOffset.UTC;

import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Everybody who can sign in. SQL written out rather than entities, here and in the other features:
 * what matters in this service is which statement locks what, and one should see it.
 */
@Repository
class Users {

    private static final String ACCOUNT =
            """
            select u.id, u.username, u.email, u.name, u.email_verified, u.is_active, u.created_at,
                   u.password_hash,
                   array(select r.name
                         from ${prefix}user_roles ur join ${prefix}roles r on r.id = ur.role_id
                         where ur.user_id = u.id
                         order by r.name <> 'user', r.name) as roles
            from ${prefix}users u
            """;

    private final JdbcClient jdbc;
    private final Tables tables;

    Users(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /**
     * Adds somebody. The database decides whether the e-mail address or the username is taken: it
     * alone sees everybody who registers at the same moment.
     */
    void add(
            UUID id, String username, String email, String name, String passwordHash, Instant now) {
        sql("""
        insert into ${prefix}users
            (id, email, username, password_hash, name, created_at, updated_at)
        values
            (:id, :email, :username, :hash, :name, :now, :now)
        """)
                .param("id", id)
                .param("email", email)
                .param("username", username)
                .param("hash", passwordHash)
                .param("name", name)
                .param("now", now.atOffset(UTC))
                .update();
    }

    Optional<Account> find(UUID id) {
        return sql(ACCOUNT + "where u.id = :id")
                .param("id", id)
                .query((row, number) -> account(row))
                .optional();
    }

    Account require(UUID id) {
        return find(id).orElseThrow(UserNotFound::new);
    }

    /** Who signs in with this name: a name with an @ is an e-mail address, another a username. */
    Optional<Known> findByLogin(String login) {
        var column = login.contains("@") ? "email" : "username";
        return sql(ACCOUNT + "where lower(u." + column + ") = lower(:login)")
                .param("login", login)
                .query((row, number) -> new Known(account(row), row.getString("password_hash")))
                .optional();
    }

    Optional<Known> findWithPassword(UUID id) {
        return sql(ACCOUNT + "where u.id = :id")
                .param("id", id)
                .query((row, number) -> new Known(account(row), row.getString("password_hash")))
                .optional();
    }

    /** Holds the account as it is until the transaction ends, if it is active. */
    boolean hold(UUID id) {
        return sql("select 1 from ${prefix}users where id = :id and is_active for share")
                .param("id", id)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** The same, if the password is still the one that was proved. */
    boolean hold(Proof proof) {
        return sql("""
        select 1 from ${prefix}users
        where id = :id and is_active
          and password_hash is not distinct from cast(:hash as text)
        for share
        """)
                .param("id", proof.userId())
                .param("hash", proof.passwordHash())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * A page of people in the order they registered.
     *
     * @param search part of a username, name or e-mail address
     */
    Page<Account> page(
            PageQuery query,
            @Nullable String search,
            @Nullable String role,
            @Nullable Boolean active) {
        var rows =
                sql(ACCOUNT
                                + """
                                where u.id > coalesce(cast(:after as uuid), '00000000-0000-0000-0000-000000000000')
                                  and (cast(:active as boolean) is null or u.is_active = :active)
                                  and (cast(:role as text) is null or exists (
                                          select 1
                                          from ${prefix}user_roles ur join ${prefix}roles r on r.id = ur.role_id
                                          where ur.user_id = u.id and r.name = :role))
                                  and (cast(:search as text) is null
                                       or position(lower(:search) in lower(u.username)) > 0
                                       or position(lower(:search) in lower(u.name)) > 0
                                       or position(lower(:search) in lower(u.email)) > 0)
                                order by u.id
                                limit :limit
                                """)
                        .param("after", query.afterId())
                        .param("active", active)
                        .param("role", role)
                        .param("search", search)
                        .param("limit", query.limit() + 1)
                        .query((row, number) -> account(row))
                        .list();
        return Page.of(rows, query, it -> Cursor.of(it.id()));
    }

    /** Whether that changed anything. */
    boolean setActive(UUID id, boolean active, Instant now) {
        return sql("""
        update ${prefix}users set is_active = :active, updated_at = :now
        where id = :id and is_active <> :active
        """)
                        .param("id", id)
                        .param("active", active)
                        .param("now", now.atOffset(UTC))
                        .update()
                == 1;
    }

    /** Replaces the password, unless somebody else has replaced it meanwhile. */
    boolean replacePassword(UUID id, @Nullable String oldHash, String newHash, Instant now) {
        return sql("""
        update ${prefix}users set password_hash = :new, updated_at = :now
        where id = :id and password_hash is not distinct from cast(:old as text)
        """)
                        .param("id", id)
                        .param("old", oldHash)
                        .param("new", newHash)
                        .param("now", now.atOffset(UTC))
                        .update()
                == 1;
    }

    boolean isRole(String name) {
        return sql("select 1 from ${prefix}roles where name = :name")
                .param("name", name)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whether that changed anything. */
    boolean grant(UUID id, String role) {
        return sql("""
        insert into ${prefix}user_roles (user_id, role_id)
        select :id, r.id from ${prefix}roles r where r.name = :role
        on conflict do nothing
        """)
                        .param("id", id)
                        .param("role", role)
                        .update()
                == 1;
    }

    /** Whether that changed anything. */
    boolean revoke(UUID id, String role) {
        return sql("""
        delete from ${prefix}user_roles
        where user_id = :id
          and role_id = (select r.id from ${prefix}roles r where r.name = :role)
        """)
                        .param("id", id)
                        .param("role", role)
                        .update()
                == 1;
    }

    /** Whether anybody has this role, active or not. */
    boolean existWith(String role) {
        return sql("""
        select exists (
            select 1
            from ${prefix}user_roles ur join ${prefix}roles r on r.id = ur.role_id
            where r.name = :role)
        """)
                .param("role", role)
                .query(Boolean.class)
                .single();
    }

    /**
     * How many active people have this role, counted while nobody else counts: whoever asks first
     * changes first.
     */
    int activeWith(String role) {
        sql("select 1 from ${prefix}roles where name = :role for update")
                .param("role", role)
                .query(Integer.class)
                .optional();
        return sql("""
        select count(*)
        from ${prefix}user_roles ur
        join ${prefix}roles r on r.id = ur.role_id
        join ${prefix}users u on u.id = ur.user_id
        where r.name = :role and u.is_active
        """)
                .param("role", role)
                .query(Integer.class)
                .single();
    }

    private JdbcClient.StatementSpec sql(String statement) {
        return jdbc.sql(tables.sql(statement));
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("email_verified"),
                row.getBoolean("is_active"),
                List.of((String[]) row.getArray("roles").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** An account with its password's hash, which never leaves this feature. */
    record Known(Account account, @Nullable String passwordHash) {

        @Override
        public String toString() {
            return "Known[" + account.id() + "]";
        }
    }
}
