package dev.bulkhead.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTests {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private String doing(int columns, String what) {
        var step = new Screen(new PrintStream(shown), true, columns).step("walls");
        step.doing(what);
        var said = shown.toString();
        step.done("as intended");
        return said;
    }

    @Test
    void cutsALineToTheTerminal() {
        assertThat(doing(30, "a long word ".repeat(9))).endsWith("  .. walls            a long w");
    }

    /** {@code stty} says "0 0" of one, and so do some of a container's or of ssh's. */
    @Test
    void drawsOnATerminalThatDoesNotKnowItsSize() {
        assertThat(doing(-1, "looking")).contains("looking");
    }
}
