package dev.bulkhead.provisioning.manifest;

import java.util.List;
import java.util.stream.Collectors;

/** The manifest is refused; the message lists everything that is wrong with it, one line each. */
public class InvalidManifest extends RuntimeException {

    private final transient List<Problem> problems;

    InvalidManifest(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
