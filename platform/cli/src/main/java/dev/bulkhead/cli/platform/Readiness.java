package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.process.Ports;
import dev.bulkhead.cli.process.ProcessIdentity;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Asks an application whether it can work. */
final class Readiness {

    private static final int PATIENCE_MILLIS = 2_000;

    private Readiness() {}

    static boolean ready(Member member, ProcessIdentity process) {
        return answers(member.readiness()) && Ports.listens(process, member.port());
    }

    private static boolean answers(URI address) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
