package dev.bulkhead.game.player;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Everybody who has come to play. Rows are made by {@link Roster}. */
interface Players extends Repository<Player, PlayerId> {

    Optional<Player> findById(PlayerId id);

    /** In the order of their ids, so that two games ending at once never wait for each other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from Player p where p.id in :ids order by p.id.id")
    List<Player> lock(Collection<PlayerId> ids);
}
