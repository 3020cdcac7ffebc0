package dev.bulkhead.isolation.verify;

/**
 * One privilege of one grantee, as a catalogue shows it.
 *
 * @param object kind and name
 * @param grantee a role, or PUBLIC
 */
record Grant(String object, String grantee, String privilege, boolean grantable) {

    static final String PUBLIC = "PUBLIC";
}
