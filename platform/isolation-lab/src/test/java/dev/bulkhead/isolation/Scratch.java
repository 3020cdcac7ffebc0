package dev.bulkhead.isolation;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.*;
import dev.bulkhead.provisioning.manifest.*;
import dev.bulkhead.provisioning.plan.*;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.*;
import java.nio.file.Path;
import java.util.*;

class Scratch {
    public static void main(String[] a) throws Exception {
        var file = Path.of(a[0]);
        for (var word : a[1].split(",")) {
            var rung = Isolation.valueOf(word.toUpperCase(Locale.ROOT));
            var manifest = word.equals("asis") ? Manifest.read(file) : Manifest.read(file, rung);
            var t0 = System.nanoTime();
            var servers = new ArrayList<EmbeddedServer>();
            var builder0 = EmbeddedServer.throwaway();
            var secrets = new Secrets(builder0.folder().resolve("secrets"));
            var own = new LinkedHashMap<String, DatabaseServer>();
            DatabaseServer shared = null;
            boolean needShared =
                    manifest.services().stream().anyMatch(s -> s.isolation() != Isolation.SERVER);
            for (var s : manifest.services())
                if (s.isolation() == Isolation.SERVER)
                    own.put(
                            s.name(),
                            start(
                                    EmbeddedServer.throwaway(),
                                    manifest.budget(s),
                                    secrets,
                                    s.name(),
                                    servers,
                                    a));
            if (needShared)
                shared = start(builder0, manifest.server(), secrets, "postgres", servers, a);
            var p = new Provisioning(manifest, new DatabaseServers(shared, own), secrets);
            p.apply(_ -> {});
            for (var s : manifest.services()) {
                p.migrate(s.name());
                p.seed(s.name(), Environment.PROD);
                p.seed(s.name(), Environment.DEV);
            }
            System.out.printf("== %s set up in %d ms%n", word, (System.nanoTime() - t0) / 1000000);
            var lab = new IsolationLab(p);
            if (a.length > 2 && !a[2].isEmpty() && !a[2].equals("unbound"))
                lab = lab.only(a[2].split(","));
            var f = lab.run();
            System.out.printf(
                    "== %s: %d findings, %d deviations, %d ms%n",
                    word, f.findings().size(), f.deviations().size(), f.took().toMillis());
            var groups = new TreeMap<String, List<Finding>>();
            for (var it : f.deviations())
                groups.computeIfAbsent(
                                it.probe().id()
                                        + " "
                                        + it.rung()
                                        + " "
                                        + it.actor()
                                        + " got "
                                        + it.outcome().code()
                                        + " expected "
                                        + it.expected().code()
                                        + " control "
                                        + it.control().map(c -> c.code()).orElse("none"),
                                _ -> new ArrayList<>())
                        .add(it);
            groups.forEach((k, v) -> System.out.println(v.size() + "x " + k + " :: " + v.get(0)));
            var na = new TreeMap<String, Integer>();
            for (var it : f.with(dev.bulkhead.isolation.probe.Verdict.NOT_APPLICABLE))
                na.merge(it.probe().id() + ":" + it.outcome().words(), 1, Integer::sum);
            System.out.println("n/a " + na);
            System.out.println(
                    f.toMarkdown().lines().skip(4).limit(manifest.services().size() + 3).toList());
            System.out.println("json " + f.toJson().length());
            if (a.length > 3)
                java.nio.file.Files.writeString(Path.of(a[3] + word + ".md"), f.toMarkdown());
            servers.forEach(EmbeddedServer::close);
        }
    }

    static DatabaseServer start(
            EmbeddedServer.Builder b,
            ServerBudget budget,
            Secrets secrets,
            String name,
            List<EmbeddedServer> servers,
            String[] a) {
        var password = secrets.password(Secrets.administrator(name));
        var e =
                b.setting("max_connections", String.valueOf(budget.maxConnections()))
                        .administratorPassword(password)
                        .start();
        servers.add(e);
        return DatabaseServer.local(e.port(), EmbeddedServer.ADMINISTRATOR, password)
                .withHbaFile(a.length > 2 && a[2].equals("unbound") ? null : e.hbaFile());
    }
}
