package dev.bulkhead.shared.web;

import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Refuses what Spring Security's own does. It looks at headers whenever they are read, character by
 * character with a pattern; of plain ASCII, such as a token, a loop tells the same at once.
 */
class QuickFirewall extends StrictHttpFirewall {

    QuickFirewall() {
        setAllowedHeaderNames(it -> isPlain(it) || ALLOWED_HEADER_NAMES.test(it));
        setAllowedHeaderValues(it -> isPlain(it) || ALLOWED_HEADER_VALUES.test(it));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
