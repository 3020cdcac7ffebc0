package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.plan.ServiceDatabase;

/** Fills in who attacks whom. */
record Names(ServiceDatabase attacker, ServiceDatabase victim) {

    String in(String sql) {
        return sql.replace("{owner}", quoted(attacker.owner()))
                .replace("{victim_user}", quoted(victim.user()))
                .replace("{victim_schema}", quoted(victim.schema()))
                .replace("{history}", quoted(attacker.historyTable()));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
