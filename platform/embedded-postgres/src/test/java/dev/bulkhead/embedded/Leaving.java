package dev.bulkhead.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM that makes a throw-away folder, says which, and ends with its input. */
class Leaving {

    static void main(String[] arguments) throws Exception {
        var folder = ThrowawayFolder.create(Path.of(arguments[0])).path();
        Files.writeString(Files.createDirectory(folder.resolve("secrets")).resolve("one"), "...");
        System.out.println(folder);
        System.in.read();
    }
}
