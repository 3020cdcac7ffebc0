package dev.bulkhead.gateway.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** Makes the types of all problems resolve: to their page in docs/problems. */
@Controller
class ProblemPages {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    @GetMapping("/problems/{type:[a-z0-9-]+}")
    ResponseEntity<String> page(@PathVariable String type) throws IOException {
        var page = new ClassPathResource("problems/" + type + ".md");
        if (!page.exists()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return ResponseEntity.ok()
                .contentType(TEXT)
                .body(page.getContentAsString(StandardCharsets.UTF_8));
    }
}
