package dev.bulkhead.testing.unmarked;

/** Lives in a package without package-info, on purpose. */
public class Unmarked {}
