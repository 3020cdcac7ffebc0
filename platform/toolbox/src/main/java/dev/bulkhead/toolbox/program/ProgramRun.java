package dev.bulkhead.toolbox.program;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program: an argument list and no shell, a password that no other process sees, what
 * it complains about as a sentence. It ends when this process is asked to.
 */
public final class ProgramRun {

    private final Program program;
    private final List<String> arguments;
    private final TreeMap<String, String> variables = new TreeMap<>();
    private @Nullable Login login;
    private @Nullable ProgramRun source;
    private Consumer<String> listener = _ -> {};

    ProgramRun(Program program, List<String> arguments) {
        this.program = program;
        this.arguments = List.copyOf(arguments);
    }

    /** Lets it connect without asking. */
    public ProgramRun as(Login who) {
        login = who;
        return this;
    }

    /** Sets a variable of its environment, which holds nothing of PostgreSQL's otherwise. */
    public ProgramRun variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Hears each line that it writes to its standard error, as it comes. */
    public ProgramRun hearing(Consumer<String> lines) {
        listener = lines;
        return this;
    }

    /** Feeds it with what another one writes. */
    public ProgramRun reading(ProgramRun other) {
        source = other;
        return this;
    }

    /**
     * Runs it to its end.
     *
     * @return what it wrote to its standard output
     * @throws ProgramFailed if it fails, with the reason it gave
     */
    public String run() {
        try (var feed = source == null ? null : source.start();
                var started = start()) {
            if (feed == null) {
                started.process().getOutputStream().close();
                return started.output();
            }
            feed.process().getOutputStream().close();
            var pipe = feed.into(started);
            var output = started.output();
            pipe.join();
            feed.check();
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed(program.name() + " was interrupted.", e);
        } catch (IOException e) {
            throw new ProgramFailed(program.name() + " could not be run: " + e.getMessage(), e);
        }
    }

    private Started start() throws IOException {
        var command = new ArrayList<String>();
        command.add(program.file().toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(new File("/"));
        var environment = builder.environment();
        environment
                .keySet()
                .removeIf(it ->
                        it.startsWith("PG") && !it.startsWith("PGSSL") || it.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        var password = login == null ? null : PasswordFile.of(login);
        if (login != null && password != null) {
            environment.put("PGHOST", login.host());
            environment.put("PGPORT", String.valueOf(login.port()));
            environment.put("PGDATABASE", login.database());
            environment.put("PGUSER", login.user());
            environment.put("PGPASSFILE", password.path().toString());
            environment.put("PGAPPNAME", login.application());
            environment.put("PGCONNECT_TIMEOUT", "10");
        }
        environment.putAll(variables);
        try {
            return new Started(program.name(), builder.start(), password, listener);
        } catch (IOException e) {
            if (password != null) {
                password.close();
            }
            throw e;
        }
    }

    /** A program that runs. */
    private static final class Started implements AutoCloseable {

        private final Process process;
        private final @Nullable PasswordFile password;
        private final Complaints complaints;
        private final Thread errors;

        Started(
                String name,
                Process process,
                @Nullable PasswordFile password,
                Consumer<String> listener) {
            this.process = process;
            this.password = password;
            complaints = new Complaints(name);
            RunningPrograms.add(process);
            errors = Thread.ofPlatform().daemon().start(() -> listen(listener));
        }

        private void listen(Consumer<String> listener) {
            process.errorReader(StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> {
                        complaints.add(line);
                        listener.accept(line);
                    });
        }

        Process process() {
            return process;
        }

        /** Everything it writes, when it has ended well. */
        String output() throws InterruptedException {
            var text = new CompletableFuture<String>();
            // a thread of its own reads, because reading cannot be interrupted
            Thread.ofPlatform().daemon().start(() -> text.complete(read()));
            check();
            return text.join();
        }

        private String read() {
            try (var stream = process.getInputStream()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return ""; // it was ended
            }
        }

        void check() throws InterruptedException {
            var code = process.waitFor();
            errors.join();
            if (code != 0) {
                throw new ProgramFailed(complaints.sentence(code));
            }
        }

        Thread into(Started reader) {
            return Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try (var to = reader.process.getOutputStream();
                                var from = process.getInputStream()) {
                            from.transferTo(to);
                        } catch (IOException e) {
                            RunningPrograms.end(process); // the reader ended first and says why
                        }
                    });
        }

        @Override
        public void close() {
            RunningPrograms.end(process);
            if (password != null) {
                password.close();
            }
        }
    }
}
