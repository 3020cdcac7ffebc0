package dev.bulkhead.game.live;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.GameState;
import dev.bulkhead.game.quiz.GameStates;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The streams open at this instance, and how they learn what has changed: by asking the database.
 *
 * <p>Any instance may have changed a game, so news must travel between instances. Polling does it
 * with one cheap statement per tick for all games listened to here, none while nobody listens, and
 * three more when something did change. LISTEN and NOTIFY would be faster by a fraction of a
 * second, but need a connection of their own per instance that no pool keeps alive and no PgBouncer
 * in transaction mode passes on, may lose notifications while it reconnects (so that one would poll
 * all the same), and all databases of a server share one queue for them, which a neighbour can
 * fill.
 *
 * <p>When the service stops, all streams end, before the web server waits for its requests.
 */
@Component
class Subscriptions implements SmartLifecycle {

    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
    private final GameStates states;
    private final StreamRules rules;
    private volatile boolean running;

    Subscriptions(GameStates states, StreamRules rules) {
        this.states = states;
        this.rules = rules;
    }

    /** Begins a subscription; empty if the player has too many at this instance already. */
    synchronized Optional<Subscription> add(PlayerId player, GameState state) {
        if (open.stream().filter(it -> it.player().equals(player)).count() >= rules.perPlayer()) {
            return Optional.empty();
        }
        var subscription = new Subscription(player, state);
        open.add(subscription);
        if (!running) {
            subscription.close();
        }
        return Optional.of(subscription);
    }

    void remove(Subscription subscription) {
        open.remove(subscription);
    }

    int count() {
        return open.size();
    }

    /** Looks which games have changed and hands their states to those who listen. */
    void poll() {
        if (open.isEmpty()) {
            return;
        }
        var byGame = open.stream().collect(Collectors.groupingBy(Subscription::game));
        var lastEvents = states.lastEvents(byGame.keySet());
        var changed =
                byGame.keySet().stream()
                        .filter(it -> isNews(lastEvents.getOrDefault(it, 0L), byGame.get(it)))
                        .toList();
        if (!changed.isEmpty()) {
            for (var state : states.of(changed)) {
                byGame.getOrDefault(state.id(), List.of()).forEach(it -> it.offer(state));
            }
        }
    }

    private static boolean isNews(long lastEvent, Collection<Subscription> listening) {
        return listening.stream().anyMatch(it -> it.offered() < lastEvent);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        open.forEach(Subscription::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
