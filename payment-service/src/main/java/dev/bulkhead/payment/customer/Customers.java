package dev.bulkhead.payment.customer;

import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.Write;
import dev.bulkhead.shared.web.Caller;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Every user who has ordered something. */
@Service
public class Customers {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final PaymentProvider provider;
    private final InstantSource clock;

    Customers(JdbcClient jdbc, Tables tables, PaymentProvider provider, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Remembers the caller, as the token names them now. Of somebody who is known by that name
     * already the row is only read: to write or lock it would queue up all their orders behind it.
     */
    public Write remember(Caller caller) {
        return Write.of(
                tables.sql(
                        """
                        insert into ${prefix}customers as c (id, email, name, created_at)
                        select told.*
                          from (values (?::uuid, ?::text, ?::text, ?::timestamptz)) as told (id, email, name, now)
                         where not exists (select
                                             from ${prefix}customers known
                                            where known.id = told.id
                                              and (known.email, known.name) is not distinct from (told.email, told.name))
                            on conflict (id) do update
                           set email = excluded.email, name = excluded.name
                        """),
                caller.id(),
                cut(caller.email(), 320),
                cut(nameOf(caller), 500),
                Timestamp.from(clock.instant()));
    }

    /**
     * What the payment provider calls the customer; made known there when first asked for. Calls
     * the provider, so never inside a transaction.
     */
    public String providerIdOf(UUID user) throws ProviderUnavailable, ProviderRefused {
        var customer =
                jdbc.sql(
                                tables.sql(
                                        "select email, name, stripe_customer_id from"
                                                + " ${prefix}customers where id = :id"))
                        .param("id", user)
                        .query(Customer.class)
                        .single();
        if (customer.stripeCustomerId() != null) {
            return customer.stripeCustomerId();
        }
        var made = provider.createCustomer(user, customer.email(), customer.name());
        // Whoever was first counts, so that the customer stays the same for all payments.
        return jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}customers
                                   set stripe_customer_id = coalesce(stripe_customer_id, :made)
                                 where id = :id
                                returning stripe_customer_id
                                """))
                .param("made", made)
                .param("id", user)
                .query(String.class)
                .single();
    }

    private static String nameOf(Caller caller) {
        return Objects.requireNonNullElse(caller.name(), caller.username());
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        if (text == null || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most));
    }

    private record Customer(
            @Nullable String email, String name, @Nullable String stripeCustomerId) {}
}
