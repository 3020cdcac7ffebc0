package dev.bulkhead.auth.throttle;

import static java.time.ZoneOffset.UTC;
import static java.time.temporal.ChronoUnit.MICROS;

import dev.bulkhead.auth.throttle.ThrottlePolicy.Count;
import dev.bulkhead.shared.db.Tables;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Slows repeated failures down (OWASP Authentication Cheat Sheet, NIST SP 800-63B section 3.2.2).
 *
 * <p>An attempt is counted as failed when it begins and given back when it succeeds, or when the
 * service fails to judge it. Otherwise a thousand attempts at once would all be let through before
 * the first of them had failed.
 *
 * <p>Somebody can keep an account's owner waiting by failing on purpose; the wait ends after a
 * quarter of an hour, and that is the price of not letting them guess.
 */
@Component
public class Throttle {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final ThrottlePolicy policy;
    private final InstantSource clock;

    Throttle(JdbcClient jdbc, Tables tables, ThrottlePolicy policy, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Begins an attempt. Always the account first, then the address, so that two attempts never
     * wait for each other.
     *
     * @param account what names the account; also for one that does not exist
     * @param address the client's IP address
     * @throws TooManyAttempts if it is not allowed yet; it is not counted then
     */
    @Transactional
    public Attempt begin(String account, String address) {
        var now = clock.instant().truncatedTo(MICROS); // as PostgreSQL keeps it
        var network = networkOf(address);
        var ofAccount = locked(Kind.ACCOUNT, account, now);
        var ofAddress = locked(Kind.ADDRESS, network, now);
        var latest =
                ofAccount.blockedUntil().isAfter(ofAddress.blockedUntil())
                        ? ofAccount.blockedUntil()
                        : ofAddress.blockedUntil();
        if (now.isBefore(latest)) {
            throw new TooManyAttempts(Duration.between(now, latest));
        }
        return new Attempt(
                counted(Kind.ACCOUNT, account, ofAccount, now),
                counted(Kind.ADDRESS, network, ofAddress, now));
    }

    /**
     * Ends an attempt as what it was counted as; from now on time passes until that is forgotten.
     */
    @Transactional
    public void failed(Attempt attempt) {
        keep(attempt.account());
        keep(attempt.address());
    }

    /** Ends an attempt well: the account starts afresh, the address gets this one back. */
    @Transactional
    public void succeeded(Attempt attempt) {
        jdbc.sql(
                        tables.sql(
                                """
                                delete from ${prefix}login_throttles
                                where kind = 'account' and subject = :subject
                                """))
                .param("subject", attempt.account().subject())
                .update();
        giveBack(attempt.address());
    }

    /**
     * Ends an attempt that could not be judged, which is nobody's failure but ours: account and
     * address get it back.
     */
    @Transactional
    public void undecided(Attempt attempt) {
        giveBack(attempt.account());
        giveBack(attempt.address());
    }

    /** Forgets what no longer counts. */
    @Scheduled(initialDelayString = "10m", fixedDelayString = "1h")
    void sweep() {
        for (var kind : Kind.values()) {
            jdbc.sql(
                            tables.sql(
                                    """
                                    delete from ${prefix}login_throttles
                                    where kind = :kind and last_failed_at < :forgotten and blocked_until < :now
                                    """))
                    .param("kind", kind.column())
                    .param(
                            "forgotten",
                            clock.instant().minus(policy.of(kind).forgetAfter()).atOffset(UTC))
                    .param("now", clock.instant().atOffset(UTC))
                    .update();
        }
    }

    /** The row, locked until the transaction ends; made if it is missing. */
    private Count locked(Kind kind, String subject, Instant now) {
        return jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}login_throttles as it
                                    (kind, subject, failures, counted_since, last_failed_at, blocked_until)
                                values (:kind, :subject, 0, :now, :now, 'epoch')
                                on conflict (kind, subject) do update set failures = it.failures
                                returning failures, counted_since, last_failed_at, blocked_until
                                """))
                .param("kind", kind.column())
                .param("subject", subject)
                .param("now", now.atOffset(UTC))
                .query((row, number) ->
                        new Count(
                                row.getInt("failures"),
                                instant(row, "counted_since"),
                                instant(row, "last_failed_at"),
                                instant(row, "blocked_until")))
                .single();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private Counted counted(Kind kind, String subject, Count before, Instant now) {
        var count = before.plusOne(policy.of(kind), now);
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}login_throttles
                                set failures = :failures, counted_since = :since, last_failed_at = :failed,
                                    blocked_until = :blocked
                                where kind = :kind and subject = :subject
                                """))
                .param("kind", kind.column())
                .param("subject", subject)
                .param("failures", count.failures())
                .param("since", count.since().atOffset(UTC))
                .param("failed", count.lastFailedAt().atOffset(UTC))
                .param("blocked", count.blockedUntil().atOffset(UTC))
                .update();
        return new Counted(kind, subject, count.since(), now, count.blockedUntil());
    }

    /** Only what failed puts off forgetting: an office logs in all day long. */
    private void keep(Counted counted) {
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}login_throttles
                                set last_failed_at = greatest(last_failed_at, :began)
                                where kind = :kind and subject = :subject and counted_since = :since
                                """))
                .param("kind", counted.kind().column())
                .param("subject", counted.subject())
                .param("since", counted.since().atOffset(UTC))
                .param("began", counted.began().atOffset(UTC))
                .update();
    }

    /**
     * Takes one off, unless counting has begun afresh and this attempt is not in it any more. A
     * wait goes with it if this attempt brought it, or if what is left costs nothing. Before this
     * attempt there was none, or it would not have begun.
     */
    private void giveBack(Counted counted) {
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}login_throttles
                                set failures = greatest(failures - 1, 0),
                                    blocked_until = case when blocked_until = :blocked or failures - 1 <= :free
                                                         then 'epoch' else blocked_until end
                                where kind = :kind and subject = :subject and counted_since = :since
                                """))
                .param("kind", counted.kind().column())
                .param("subject", counted.subject())
                .param("since", counted.since().atOffset(UTC))
                .param("blocked", counted.blockedUntil().atOffset(UTC))
                .param("free", policy.of(counted.kind()).freeAttempts())
                .update();
    }

    /** An IPv6 client owns at least a /64 and would otherwise have as many tries as addresses. */
    static String networkOf(String address) {
        var ip = InetAddress.ofLiteral(address);
        if (ip instanceof Inet6Address) {
            var bytes = ip.getAddress();
            Arrays.fill(bytes, 8, 16, (byte) 0);
            try {
                return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
            } catch (UnknownHostException e) {
                throw new IllegalStateException("16 bytes are an address", e);
            }
        }
        return ip.getHostAddress();
    }

    enum Kind {
        ACCOUNT,
        ADDRESS;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An attempt that was let through and counts as failed until it is given back. */
    public record Attempt(Counted account, Counted address) {}

    /** Where an attempt was counted: in the count since when, and until when that blocks. */
    record Counted(Kind kind, String subject, Instant since, Instant began, Instant blockedUntil) {}
}
