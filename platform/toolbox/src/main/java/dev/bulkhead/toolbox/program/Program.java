package dev.bulkhead.toolbox.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A program that is installed here.
 *
 * @param name as PostgreSQL calls it, such as {@code pg_dump}
 * @param major the version that decides what it can talk to
 * @param version in full, such as {@code 15.18}
 */
public record Program(String name, Path file, int major, String version) {

    /** The folder it lies in; its siblings are of the same version. */
    public Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /** The beginning of a run of it. */
    public ProgramRun with(List<String> arguments) {
        return new ProgramRun(this, arguments);
    }

    /** {@code pg_dump 15.18}. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
