package dev.bulkhead.provisioning.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Who enters which database, and by which password. */
record Login(String url, String user, String password) {

    private static final String APPLICATION_NAME = "bulkhead-provisioning";
    private static final int SECONDS = 10;

    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        // the name comes with the login then, not after it, and so a session that is reset keeps it
        properties.setProperty("assumeMinServerVersion", "9.0");
        properties.setProperty("loginTimeout", String.valueOf(SECONDS));
        return DriverManager.getConnection(url, properties);
    }
}
