package dev.bulkhead.embedded;

import java.nio.file.Path;

/** A JVM that starts a throw-away server, says which, and waits to be killed. */
class Crashing {

    static void main(String[] arguments) throws Exception {
        var builder = EmbeddedServer.throwaway().administratorPassword("secret");
        Path folder = builder.folder();
        var server = builder.start();
        System.out.println(folder + " " + server.pid());
        Thread.sleep(Long.MAX_VALUE);
    }
}
