package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Somebody who signs a server's certificate; the JDK's keytool does the work. */
final class Authority {

    private static final String PASSWORD = "only-for-this-test";

    private final Path folder;

    Authority(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        keytool(
                "-genkeypair",
                "-keystore=ca.p12",
                "-alias=ca",
                "-dname=CN=Test",
                "-ext=bc:c=ca:true");
        keytool("-exportcert", "-keystore=ca.p12", "-alias=ca", "-rfc", "-file=ca.crt");
    }

    /** The file whoever is to believe this authority needs. */
    Path certificate() {
        return folder.resolve("ca.crt");
    }

    /** Writes server.crt and server.key for a server of this name. */
    void sign(String host) throws IOException, GeneralSecurityException {
        keytool("-genkeypair", "-keystore=server.p12", "-alias=server", "-dname=CN=Server");
        keytool("-certreq", "-keystore=server.p12", "-alias=server", "-file=server.csr");
        keytool(
                "-gencert",
                "-keystore=ca.p12",
                "-alias=ca",
                "-infile=server.csr",
                "-outfile=server.crt",
                "-rfc",
                "-ext=san=dns:" + host);
        var keys =
                KeyStore.getInstance(folder.resolve("server.p12").toFile(), PASSWORD.toCharArray());
        var key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
        var text =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key);
        Files.writeString(
                folder.resolve("server.key"),
                "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    private void keytool(String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/keytool")
                                        .toString()));
        for (var argument : arguments) {
            var parts = argument.split("=", 2);
            command.addAll(List.of(parts));
        }
        command.addAll(List.of("-storepass", PASSWORD, "-validity", "7"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC"));
        }
        if (!arguments[0].equals("-genkeypair") && !arguments[0].equals("-gencert")) {
            command.subList(command.size() - 2, command.size()).clear();
        }
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(command + ": " + text).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
