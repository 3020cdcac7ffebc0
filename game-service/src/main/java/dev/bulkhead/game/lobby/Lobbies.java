package dev.bulkhead.game.lobby;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Every lobby there was. To change one, lock it first. */
interface Lobbies extends Repository<Lobby, LobbyId> {

    Lobby save(Lobby lobby);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select l from Lobby l where l.id = :id")
    Optional<Lobby> lock(LobbyId id);

    @Modifying
    @Query(
            "update Lobby l set l.status = CLOSED, l.version = l.version + 1"
                    + " where l.status = OPEN and l.expiresAt <= :now")
    int closeExpired(Instant now);
}
