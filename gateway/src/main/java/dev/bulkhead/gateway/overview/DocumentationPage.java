package dev.bulkhead.gateway.overview;

import dev.bulkhead.gateway.forward.Routes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Swagger UI over the documents of all services; everything it needs comes from here. */
@Controller
class DocumentationPage implements WebMvcConfigurer {

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final MediaType SCRIPT =
            new MediaType("text", "javascript", StandardCharsets.UTF_8);

    private final String page = OverviewPage.read("overview/documentation.html");
    private final String setup;
    private final String assets;

    DocumentationPage(
            Routes routes,
            OverviewSettings settings,
            JsonMapper json,
            @Value("${bulkhead.gateway.overview.swagger-ui}") String swaggerUi) {
        var documents =
                routes.services().stream()
                        .map(service -> {
                            Map<String, String> document = new LinkedHashMap<>();
                            document.put("name", service.name());
                            document.put("url", settings.documentationOf(service.name()));
                            return document;
                        })
                        .toList();
        this.setup =
                OverviewPage.read("overview/documentation.js")
                        .replace("\"{{documents}}\"", json.writeValueAsString(documents));
        this.assets = "classpath:/META-INF/resources/webjars/swagger-ui/" + swaggerUi + "/";
    }

    @GetMapping("/docs")
    ResponseEntity<String> page() {
        return ResponseEntity.ok().contentType(HTML).body(page);
    }

    @GetMapping("/docs/setup.js")
    ResponseEntity<String> setup() {
        return ResponseEntity.ok()
                .contentType(SCRIPT)
                .cacheControl(CacheControl.noCache())
                .body(setup);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/docs/assets/*")
                .addResourceLocations(assets)
                .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
    }
}
