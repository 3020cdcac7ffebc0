package dev.bulkhead.media.history;

import java.math.BigDecimal;

/** The video is not that long. */
class PositionBeyondEnd extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final BigDecimal end;

    PositionBeyondEnd(BigDecimal end) {
        this.end = end;
    }

    /** In seconds. */
    BigDecimal end() {
        return end;
    }
}
