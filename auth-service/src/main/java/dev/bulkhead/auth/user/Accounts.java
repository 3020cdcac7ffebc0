package dev.bulkhead.auth.user;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What other features may ask about people. */
@Service
public class Accounts {

    private final Users users;

    Accounts(Users users) {
        this.users = users;
    }

    /**
     * The account, held as it is until the transaction ends, so that whoever deactivates it or
     * changes its password at this moment does so before or after, not in between.
     *
     * @return empty if it is kept out, or if the proof no longer holds
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Account> hold(Proof proof) {
        return users.hold(proof) ? users.find(proof.userId()) : Optional.empty();
    }

    /**
     * The same for somebody who has proved nothing but to hold a session.
     *
     * @return empty if it is kept out
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Account> hold(UUID id) {
        return users.hold(id) ? users.find(id) : Optional.empty();
    }
}
