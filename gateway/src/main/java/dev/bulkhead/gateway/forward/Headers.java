package dev.bulkhead.gateway.forward;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NameValuePair;
import org.springframework.http.HttpHeaders;

/** Which headers pass the gateway, in either direction. */
final class Headers {

    /** Those of one connection (RFC 9110, section 7.6.1), and those that frame a message. */
    private static final List<String> HOP_BY_HOP =
            List.of(
                    "Connection",
                    "Proxy-Connection",
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "Keep-Alive",
                    "TE",
                    "Trailer",
                    "Transfer-Encoding",
                    "Upgrade");

    private static final Set<String> NOT_SENT =
            names(
                    HOP_BY_HOP,
                    // set by the client library
                    List.of("Host", "Content-Length"),
                    // the gateway answers it itself, when a body is first read
                    List.of("Expect"),
                    // said by the gateway, which knows; believed by services
                    List.of("Forwarded", "X-Real-IP", "X-Client-IP", RequestIds.HEADER));

    private static final Set<String> NOT_RETURNED =
            names(HOP_BY_HOP, List.of("Server", "X-Powered-By", RequestIds.HEADER));

    private Headers() {}

    static void send(HttpServletRequest from, HttpMessage to) {
        var ofThisHop = ofThisHop(from.getHeaders("Connection").asIterator());
        var names = from.getHeaderNames();
        while (names.hasMoreElements()) {
            var name = names.nextElement();
            if (!NOT_SENT.contains(name)
                    && !startsWith(name, "X-Forwarded-")
                    && !ofThisHop.contains(name)) {
                var values = from.getHeaders(name);
                while (values.hasMoreElements()) {
                    to.addHeader(name, values.nextElement());
                }
            }
        }
        to.setHeader("X-Forwarded-For", from.getRemoteAddr());
        to.setHeader("X-Forwarded-Proto", from.getScheme());
        var host = from.getHeader(HttpHeaders.HOST);
        if (host != null) {
            to.setHeader("X-Forwarded-Host", host);
        }
        to.setHeader("X-Forwarded-Port", Integer.toString(from.getServerPort()));
        to.setHeader(RequestIds.HEADER, RequestIds.of(from));
    }

    static void returned(HttpResponse from, BiConsumer<String, String> to) {
        var ofThisHop =
                ofThisHop(
                        Stream.of(from.getHeaders("Connection"))
                                .map(NameValuePair::getValue)
                                .iterator());
        for (var all = from.headerIterator(); all.hasNext(); ) {
            var header = all.next();
            var name = header.getName();
            if (!NOT_RETURNED.contains(name)
                    // only the gateway lets pages of other origins in
                    && !startsWith(name, "Access-Control-")
                    && !ofThisHop.contains(name)) {
                to.accept(name, header.getValue());
            }
        }
    }

    /** The headers which Connection says are not meant for the next hop. */
    private static Set<String> ofThisHop(Iterator<String> connection) {
        Set<String> names = Set.of();
        while (connection.hasNext()) {
            var options = connection.next();
            if (!options.equalsIgnoreCase("keep-alive") && !options.equalsIgnoreCase("close")) {
                names = names.isEmpty() ? names(List.of()) : names;
                for (var option : options.split(",")) {
                    names.add(option.strip());
                }
            }
        }
        return names;
    }

    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    @SafeVarargs
    private static Set<String> names(List<String>... lists) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var list : lists) {
            names.addAll(list);
        }
        return names;
    }
}
