package dev.bulkhead.benchmark.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One kind of request.
 *
 * @param service the application that answers, as its pid file is called
 * @param requests what is sent by one of the people: method, path, token and body, between tabs
 */
record Scenario(String name, String service, BiFunction<People, Integer, String> requests) {

    static final List<Scenario> ALL =
            List.of(
                    new Scenario(
                            "product",
                            "payment-service",
                            (people, i) ->
                                    get("/api/payment/products/" + people.sku(), people.token(i))),
                    new Scenario(
                            "video",
                            "media-service",
                            (people, i) ->
                                    get("/api/media/videos/" + people.video(), people.token(i))),
                    new Scenario(
                            "order",
                            "payment-service",
                            (people, i) ->
                                    get(
                                            "/api/payment/orders/" + people.orderOf(i),
                                            people.token(i))),
                    new Scenario(
                            "list",
                            "payment-service",
                            (people, i) -> get("/api/payment/products?limit=20", people.token(i))),
                    new Scenario(
                            "write",
                            "payment-service",
                            (people, i) ->
                                    post("/api/payment/orders", people.token(i), people.order())),
                    new Scenario(
                            "login",
                            "auth-service",
                            (people, i) -> post("/api/auth/login", "", people.login(i))));

    List<String> lines(People people) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < people.count(); i++) {
            lines.add(requests.apply(people, i));
        }
        return lines;
    }

    private static String get(String path, String token) {
        return "GET\t" + path + "\t" + token + "\t";
    }

    private static String post(String path, String token, String body) {
        return "POST\t" + path + "\t" + token + "\t" + body;
    }
}
