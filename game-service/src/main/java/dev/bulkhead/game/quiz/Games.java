package dev.bulkhead.game.quiz;

import jakarta.persistence.LockModeType;
import jakarta.persistence.QueryHint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/** Every game there was. To change one, lock it first. */
interface Games extends Repository<Game, GameId> {

    String SKIP_LOCKED = "-2"; // org.hibernate.Timeouts.SKIP_LOCKED_MILLI

    Game save(Game game);

    @Query("select g.id from Game g where g.nextDueAt <= :now order by g.nextDueAt")
    List<GameId> due(Instant now, Limit most);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select g from Game g where g.id = :id")
    Optional<Game> lock(GameId id);

    /** Empty as well if somebody else is about to change it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @QueryHints(@QueryHint(name = "jakarta.persistence.lock.timeout", value = SKIP_LOCKED))
    @Query("select g from Game g where g.id = :id")
    Optional<Game> lockUnlessLocked(GameId id);
}
