package dev.bulkhead.toolbox.backup;

import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Program;
import dev.bulkhead.toolbox.program.ProgramFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The SHA-256 of a file. The program {@code sha256sum} is asked where there is one: the command
 * runs without the JVM's second compiler, and that takes ten times as long for a gigabyte.
 */
final class Sha256 {

    private static final int CHUNK = 1 << 20;
    private static final int DIGITS = 64;

    private Sha256() {}

    static String of(Path file, LongConsumer progress) throws IOException {
        for (var it : ClientPrograms.here().all("sha256sum")) {
            try {
                return byProgram(it, file);
            } catch (ProgramFailed e) {
                // the slow way, then
            }
        }
        return here(file, progress);
    }

    private static String byProgram(Program program, Path file) {
        var said = program.with(List.of("--binary", "--", file.toString())).run();
        var digits = said.startsWith("\\") ? said.substring(1) : said; // a name with odd letters
        if (!digits.matches("(?s)[0-9a-f]{%d} .*".formatted(DIGITS))) {
            throw new ProgramFailed("sha256sum says \"%s\".".formatted(said.strip()));
        }
        return digits.substring(0, DIGITS);
    }

    static String here(Path file, LongConsumer progress) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var chunk = new byte[CHUNK];
            long done = 0;
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                digest.update(chunk, 0, read);
                done += read;
                progress.accept(done);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
