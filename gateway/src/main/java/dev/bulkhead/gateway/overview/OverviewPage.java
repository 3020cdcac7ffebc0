package dev.bulkhead.gateway.overview;

import dev.bulkhead.gateway.overview.ServiceStates.ServiceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.util.HtmlUtils;

/** The front page: what runs, and where to read on. */
@Controller
class OverviewPage {

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);

    private final ServiceStates states;
    private final String page = read("overview/overview.html");
    private final String style = read("overview/style.css");

    OverviewPage(ServiceStates states) {
        this.states = states;
    }

    @GetMapping("/")
    ResponseEntity<?> overview(
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        var services = states.now();
        var answer =
                ResponseEntity.ok().cacheControl(CacheControl.noStore()).varyBy(HttpHeaders.ACCEPT);
        return accept.contains(MediaType.TEXT_HTML_VALUE)
                ? answer.contentType(HTML).body(html(services))
                : answer.contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of("services", services, "documentation", "/docs"));
    }

    @GetMapping("/style.css")
    ResponseEntity<String> style() {
        return ResponseEntity.ok().contentType(CSS).body(style);
    }

    private String html(List<ServiceState> services) {
        var rows = new StringBuilder();
        for (var service : services) {
            rows.append(
                    """
                    <li class="%2$s"><span class="name">%1$s</span><span class="state">%2$s</span>\
                    <a href="/docs?urls.primaryName=%1$s">try it</a><a href="%3$s">OpenAPI</a></li>
                    """
                            .formatted(
                                    HtmlUtils.htmlEscape(service.name()),
                                    service.state(),
                                    HtmlUtils.htmlEscape(service.documentation())));
        }
        var up = services.stream().filter(service -> service.state().equals("up")).count();
        return page.replace("{{services}}", rows)
                .replace("{{summary}}", up + " of " + services.size() + " services are up");
    }

    static String read(String resource) {
        try {
            return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The gateway was built without " + resource, e);
        }
    }
}
