package dev.bulkhead.elsewhere;

/** Stands for a class of another module, so that the rules of the gateway have one to find. */
public final class Neighbour {}
