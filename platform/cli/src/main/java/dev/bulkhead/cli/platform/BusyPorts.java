package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.process.Ports;
import dev.bulkhead.cli.screen.Mistake;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at every port before anything is started, and says of each busy one who holds it and what
 * to do.
 */
final class BusyPorts {

    private BusyPorts() {}

    /**
     * @param toStart members that are about to be started
     * @param spokenFor ports that must not be proposed instead
     */
    static void refuse(List<Member> toStart, Set<Integer> spokenFor) {
        var busy = toStart.stream().filter(it -> !Ports.free(it.port())).toList();
        if (!busy.isEmpty()) {
            throw Mistake.failure(
                    busy.stream()
                            .map(it -> sentence(it, spokenFor))
                            .collect(Collectors.joining("\n          ")));
        }
    }

    private static String sentence(Member member, Set<Integer> spokenFor) {
        var other = Ports.nextFree(member.port() + 1, spokenFor);
        return "Port "
                + member.port()
                + " for "
                + member.name()
                + " is held by "
                + Ports.holder(member.port())
                + ". End that, or move ours: ./bulkhead up --port "
                + member.key()
                + "="
                + other;
    }
}
