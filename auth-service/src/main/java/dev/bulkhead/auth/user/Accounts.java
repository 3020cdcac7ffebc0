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
     * The account, held as it is until the transaction ends, so that whoever deactivates it at this
     * moment does so before or after, not in between; empty if it is kept out.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Account> holdActive(UUID id) {
        return users.holdIfActive(id) ? users.find(id) : Optional.empty();
    }
}
