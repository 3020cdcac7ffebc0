package dev.bulkhead.shared.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Takes ids in paths and queries as their 36 characters only. Java would read "1-1-1-1-1" as well,
 * and Spring an id with blanks around it.
 */
@ControllerAdvice
@Order(0)
class ExactIds {

    @InitBinder
    void ids(WebDataBinder binder) {
        // An editor, as Spring falls back to its own lenient one when a converter refuses.
        binder.registerCustomEditor(UUID.class, new Editor());
    }

    private static class Editor extends PropertyEditorSupport {

        @Override
        public void setAsText(String text) {
            if (!text.isEmpty() && text.length() != 36) {
                throw new IllegalArgumentException("Not a UUID");
            }
            // an empty parameter is as good as none
            setValue(text.isEmpty() ? null : UUID.fromString(text));
        }
    }
}
