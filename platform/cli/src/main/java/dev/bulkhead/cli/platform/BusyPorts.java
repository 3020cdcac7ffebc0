package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.process.Ports;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.embedded.FreePorts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
        var busy = toStart.stream().filter(it -> !FreePorts.free(it.port())).toList();
        if (busy.isEmpty()) {
            return;
        }
        var message = new StringBuilder();
        var moving = new StringBuilder("./bulkhead up");
        var taken = new TreeSet<>(spokenFor);
        for (var member : busy) {
            message.append(
                    "Port %d for %s is held by %s.%n"
                            .formatted(member.port(), member.name(), Ports.holder(member.port())));
            var other = Ports.nextFree(member.port() + 1, taken);
            taken.add(other);
            moving.append(" --port ").append(member.key()).append('=').append(other);
        }
        message.append("Nothing was started. End that, or move ours: ").append(moving);
        throw Mistake.failure(message.toString());
    }
}
