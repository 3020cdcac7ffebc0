package dev.bulkhead.media.persistence;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers for every feature that needs the database. Uploads and deletions are among them: without
 * a row nobody owns a video, so nobody could be let change one.
 */
@Hidden
@RestController
@RequestMapping("/api/media")
@WithoutPersistence
class StandInController {

    @PostMapping("/videos")
    void upload() {
        throw new PersistenceUnavailable();
    }

    @PatchMapping("/videos/{id}")
    void rename() {
        throw new PersistenceUnavailable();
    }

    @DeleteMapping("/videos/{id}")
    void delete() {
        throw new PersistenceUnavailable();
    }

    @RequestMapping({
        "/videos/{id}/tags",
        "/videos/{id}/tags/{tag}",
        "/videos/{id}/position",
        "/tags",
        "/history",
        "/scan"
    })
    void tagsAndHistory() {
        throw new PersistenceUnavailable();
    }
}
