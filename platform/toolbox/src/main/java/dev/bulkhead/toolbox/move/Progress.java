package dev.bulkhead.toolbox.move;

/** Hears how far a move is. */
public interface Progress {

    /** Something begins that may take a while; there is one at a time. */
    void begins(String step);

    /** What it is busy with. */
    void doing(String what);

    /** It has ended well. */
    void done(String what);
}
