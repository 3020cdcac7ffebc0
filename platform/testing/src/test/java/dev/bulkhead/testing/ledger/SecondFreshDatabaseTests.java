package dev.bulkhead.testing.ledger;

import dev.bulkhead.testing.ServiceTest;

/** Passes whichever of the twins runs first only because each meets a fresh database. */
@ServiceTest("ledger")
class SecondFreshDatabaseTests extends FreshDatabaseContract {}
