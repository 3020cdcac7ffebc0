package dev.bulkhead.payment.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.Shop.Answer;
import dev.bulkhead.testing.TestUser;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class ProductTests extends PaymentServiceTest {

    private static final String PRODUCTS = "/api/payment/products";

    @Test
    void showsEverybodyWhatIsForSalePageByPage() {
        for (int i = 10; i < 15; i++) {
            shop.product("PAGE-" + i, "1.00", "EUR");
        }
        var hidden = shop.product("PAGE-15", "1.00", "EUR");
        db.asRuntime()
                .sql("update products set active = false where id = ?")
                .param(hidden)
                .update();

        var skus = new ArrayList<String>();
        var next = "";
        do {
            var page = shop.get(PRODUCTS + "?limit=2&after=" + next, null).is(200).json();
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            skus.addAll(page.path("items").findValuesAsString("sku"));
            next = page.path("next").isNull() ? null : page.path("next").asString();
        } while (next != null);

        assertThat(skus)
                .doesNotHaveDuplicates()
                .contains("PAGE-10", "PAGE-11", "PAGE-12", "PAGE-13", "PAGE-14")
                .doesNotContain("PAGE-15");
        shop.get(PRODUCTS + "/PAGE-15", null).isProblem(404, "product-not-found");
    }

    @Test
    void showsOneByIdOrSku() {
        var id = shop.product("ONE-KWD", "3.250", "KWD");

        var bySku = shop.get(PRODUCTS + "/ONE-KWD", null).is(200);
        assertThat(bySku.body()).isEqualTo(shop.get(PRODUCTS + "/" + id, null).is(200).body());
        assertThat(bySku.text("unitPrice")).isEqualTo("3.250");
        assertThat(bySku.text("currency")).isEqualTo("KWD");
    }

    @Test
    void letsAdministratorsOfferChangeAndWithdraw() {
        var root = tokens.admin("root");

        var made = offer(root, "MUG-NEW").is(201);
        assertThat(made.headers().getLocation()).hasToString(PRODUCTS + "/" + made.id());
        offer(root, "MUG-NEW").isProblem(409, "sku-taken");

        var changed = change(root, made.id(), "13.00", true).is(200);
        assertThat(changed.text("unitPrice")).isEqualTo("13.00");
        withdraw(root, made.id()).is(204);
        shop.get(PRODUCTS + "/MUG-NEW", null).isProblem(404, "product-not-found");
        change(root, made.id(), "13.00", true).is(200);
        shop.get(PRODUCTS + "/MUG-NEW", null).is(200);

        withdraw(root, UUID.randomUUID()).isProblem(404, "product-not-found");
        change(root, UUID.randomUUID(), "1.00", true).isProblem(404, "product-not-found");
    }

    @Test
    void takesNoNameThatActsOnATerminal() {
        shop.post(
                        PRODUCTS,
                        tokens.admin("root"),
                        """
                        { "sku": "RED-MUG", "name": "Mug\\u001b[31m", "unitPrice": "1.00",
                          "currency": "EUR" }
                        """)
                .isProblem(422, "validation-failed");
        shop.get(PRODUCTS + "/RED-MUG", null).isProblem(404, "product-not-found");
    }

    @Test
    void letsNobodyElse() {
        var anna = tokens.user("anna");
        var id = shop.product("KEEP-ME", "1.00", "EUR");

        offer(anna, "MUG-ANNA").isProblem(403, "access-denied");
        change(anna, id, "0.01", true).isProblem(403, "access-denied");
        withdraw(anna, id).isProblem(403, "access-denied");
        offer(tokens.forgedAdmin("anna"), "MUG-ANNA").isProblem(401, "authentication-required");
        shop.send(HttpMethod.POST, PRODUCTS, null, null, "{}")
                .isProblem(401, "authentication-required");
        shop.send(HttpMethod.POST, PRODUCTS, tokens.service("game", "orders"), null, "{}")
                .isProblem(403, "access-denied");

        assertThat(shop.get(PRODUCTS + "/KEEP-ME", null).text("unitPrice")).isEqualTo("1.00");
        shop.get(PRODUCTS + "/MUG-ANNA", null).isProblem(404, "product-not-found");
    }

    private Answer offer(TestUser user, String sku) {
        return shop.post(
                PRODUCTS,
                user,
                """
                { "sku": "%s", "name": "Mug", "unitPrice": "12.50", "currency": "EUR" }
                """
                        .formatted(sku));
    }

    private Answer change(TestUser user, UUID id, String price, boolean active) {
        return shop.send(
                HttpMethod.PUT,
                PRODUCTS + "/" + id,
                user.bearer(),
                null,
                """
                { "name": "Large mug", "unitPrice": "%s", "currency": "EUR", "active": %s }
                """
                        .formatted(price, active));
    }

    private Answer withdraw(TestUser user, UUID id) {
        return shop.send(HttpMethod.DELETE, PRODUCTS + "/" + id, user.bearer(), null, null);
    }
}
