package dev.bulkhead.media.tag;

import dev.bulkhead.media.catalog.TagText;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text that is a tag once its case and its blanks are made uniform. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = TagWord.Validator.class)
@interface TagWord {

    int LONGEST = 50;

    Pattern CONTROL = Pattern.compile("\\p{Cc}");

    String message() default "must have 1 to 50 characters, none of them a control character";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<TagWord, String> {

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            var word = TagText.of(text);
            return !word.isEmpty()
                    && word.codePointCount(0, word.length()) <= LONGEST
                    && !CONTROL.matcher(word).find();
        }
    }
}
