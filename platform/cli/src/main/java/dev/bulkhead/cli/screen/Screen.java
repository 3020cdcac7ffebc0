package dev.bulkhead.cli.screen;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The terminal, or the file that stands in for it. On a terminal the step under way is one line
 * that moves; in a file only what is final appears. Plain ASCII: it must be readable in every
 * locale.
 */
public final class Screen {

    private static final int NAME_WIDTH = 16;
    private static final int NARROW = 80;
    private static final long REDRAW_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\033[K";
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    private final PrintStream out;
    private final boolean live;
    private final int columns;
    private @Nullable Step moving;

    /**
     * @param live whether it is a terminal, where a line can be written over
     * @param columns how long such a line may be, because a wrapped one cannot; below 1 where the
     *     terminal does not know
     */
    public Screen(PrintStream out, boolean live, int columns) {
        this.out = out;
        this.live = live;
        this.columns = columns < 1 ? NARROW : columns;
    }

    public static Screen ofThisProcess() {
        var console = System.console();
        var dumb = "dumb".equals(System.getenv("TERM")) || System.getenv("TERM") == null;
        var live = console != null && console.isTerminal() && !dumb;
        return new Screen(System.out, live, Integer.getInteger("bulkhead.columns", NARROW) - 1);
    }

    /** For steps where standard output is for an answer that a program reads. */
    public static Screen besideTheAnswer() {
        return new Screen(System.err, false, NARROW);
    }

    /** For steps that are part of another one. */
    public static Screen unseen() {
        return new Screen(new PrintStream(OutputStream.nullOutputStream()), false, NARROW);
    }

    public synchronized void say(String line) {
        if (live && moving != null) {
            out.print(CLEAR_LINE);
        }
        out.println(line);
        redraw();
    }

    /** Takes the place of what is on the terminal; in a file it comes after what is there. */
    public synchronized void page(String text) {
        out.println((live ? CLEAR_SCREEN : "") + text);
        out.flush();
    }

    /** Begins something that takes a while. There is one at a time. */
    public Step step(String name) {
        var step = new Step(name);
        synchronized (this) {
            moving = step;
            redraw();
        }
        if (live) {
            Thread.ofPlatform().daemon().start(step::tick);
        }
        return step;
    }

    private synchronized void redraw() {
        if (live && moving != null) {
            var line = "  .. " + moving.line();
            out.print(CLEAR_LINE + line.substring(0, Math.min(line.length(), columns)));
        }
        out.flush();
    }

    private synchronized void finish(Step step, String mark, String detail) {
        if (moving == step) {
            moving = null;
            if (live) {
                out.print(CLEAR_LINE);
            }
        }
        step.doing = detail;
        out.println("  " + mark + " " + step.line());
        out.flush();
    }

    public static String seconds(Duration duration) {
        return duration.toSeconds() < 100
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : String.format("%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }

    /** Something that takes a while, with the time it has taken so far. */
    public final class Step {

        private final String name;
        private final long begun = System.nanoTime();
        private volatile String doing = "";

        private Step(String name) {
            this.name = name;
        }

        /** What it is busy with; shown on terminals only. */
        public void doing(String what) {
            doing = what;
            redraw();
        }

        public void done(String what) {
            finish(this, "ok", what);
        }

        public void failed(String what) {
            finish(this, "--", what);
        }

        public Duration taken() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        private String line() {
            return String.format("%-" + NAME_WIDTH + "s %s (%s)", name, doing, seconds(taken()));
        }

        private void tick() {
            try {
                while (isMoving()) {
                    redraw();
                    Thread.sleep(REDRAW_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isMoving() {
            synchronized (Screen.this) {
                return moving == this;
            }
        }
    }
}
