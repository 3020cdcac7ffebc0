package dev.bulkhead.toolbox.backup;

import java.time.Duration;

/**
 * What a restore did.
 *
 * @param kept the name of what was there before
 * @param rows how many rows the tables hold, all compared
 * @param stall how long the service had to wait at the end
 */
public record Restored(String kept, int tables, long rows, Duration stall) {}
