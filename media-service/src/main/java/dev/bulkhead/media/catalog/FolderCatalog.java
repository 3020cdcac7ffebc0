package dev.bulkhead.media.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bulkhead.media.footage.Examined;
import dev.bulkhead.media.footage.NotAVideo;
import dev.bulkhead.media.footage.Probe;
import dev.bulkhead.media.library.Library;
import dev.bulkhead.media.library.LibraryPath;
import dev.bulkhead.media.library.StoredFile;
import dev.bulkhead.media.persistence.PersistenceUnavailable;
import dev.bulkhead.media.persistence.WithoutPersistence;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.MalformedRequest;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The catalogue as it lies on disk. Each list walks the folder, but looks into a file only once, as
 * long as its size and time stay the same.
 */
@Component
@WithoutPersistence
class FolderCatalog implements Catalog {

    private static final Logger log = LoggerFactory.getLogger(FolderCatalog.class);

    private static final Comparator<Entry> NEWEST_FIRST =
            Comparator.comparing((Entry it) -> it.file().modifiedAt())
                    .thenComparing(it -> it.id().id())
                    .reversed();

    private final Library library;
    private final Probe probe;
    private final Map<LibraryPath, Look> looks = new ConcurrentHashMap<>();
    private volatile Map<VideoId, LibraryPath> paths = Map.of();

    FolderCatalog(Library library, Probe probe) {
        this.library = library;
        this.probe = probe;
        log.info("Persistence is off: videos are listed from disk, and nothing can be stored");
    }

    /** What a file was when it was looked into; examined is empty if it is no video. */
    private record Look(long size, Instant modifiedAt, Optional<Examined> examined) {

        boolean holdsFor(StoredFile file) {
            return size == file.size() && modifiedAt.equals(file.modifiedAt());
        }
    }

    private record Entry(VideoId id, StoredFile file, Examined examined) {

        String name() {
            return FileName.of(file.path().fileName()).value();
        }

        VideoView view() {
            return new VideoView(
                    id.id(),
                    name(),
                    file.size(),
                    examined.format().mimeType(),
                    examined.durationSeconds(),
                    examined.footage(),
                    null,
                    null,
                    true,
                    List.of(),
                    file.modifiedAt(),
                    file.modifiedAt());
        }
    }

    @Override
    public Page<VideoView> list(CatalogQuery query, PageQuery page) {
        if (query.tag() != null || query.category() != null || query.owner() != null) {
            throw new PersistenceUnavailable();
        }
        var after = after(page);
        var words = query.q() == null ? null : Words.of(query.q());
        var rows =
                entries().stream()
                        .filter(it -> words == null || matches(it, words))
                        .sorted(NEWEST_FIRST)
                        .filter(it -> after == null || isAfter(it, after))
                        .limit(page.limit() + 1L)
                        .toList();
        return Page.of(
                        rows,
                        page,
                        it -> Cursor.of(it.file().modifiedAt().toString(), it.id().toString()))
                .map(Entry::view);
    }

    private record Place(Instant modifiedAt, VideoId id) {}

    private static @Nullable Place after(PageQuery page) {
        var parts = page.afterParts(2);
        if (parts == null) {
            return null;
        }
        try {
            return new Place(Instant.parse(parts.get(0)), VideoId.of(parts.get(1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedRequest("\"after\" is not a cursor of this list.");
        }
    }

    private static boolean isAfter(Entry entry, Place place) {
        int byTime = entry.file().modifiedAt().compareTo(place.modifiedAt());
        return byTime < 0 || byTime == 0 && entry.id().id().compareTo(place.id().id()) < 0;
    }

    private static boolean matches(Entry entry, List<String> words) {
        var name = Words.of(entry.name());
        return !words.isEmpty()
                && words.stream()
                        .allMatch(word -> name.stream().anyMatch(it -> it.startsWith(word)));
    }

    @Override
    public VideoView require(VideoId id) {
        return entry(id).view();
    }

    @Override
    public Source source(VideoId id) {
        var entry = entry(id);
        return new Source(
                entry.file().path(),
                entry.name(),
                entry.examined().format().mimeType(),
                null,
                entry.file().size(),
                entry.file().modifiedAt());
    }

    /** A player asks for range after range: only an id not seen before costs a walk. */
    private Entry entry(VideoId id) {
        return known(id)
                .or(() -> {
                    entries();
                    return known(id);
                })
                .orElseThrow(() -> new VideoNotFound(id));
    }

    private Optional<Entry> known(VideoId id) {
        return Optional.ofNullable(paths.get(id)).flatMap(library::find).flatMap(this::entry);
    }

    private Optional<Entry> entry(StoredFile file) {
        return look(file).examined().map(it -> new Entry(idOf(file.path()), file, it));
    }

    private List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        var met = new HashSet<LibraryPath>();
        try {
            library.walk(
                    new Library.Visitor() {

                        @Override
                        public void file(StoredFile file) {
                            met.add(file.path());
                            entry(file).ifPresent(entries::add);
                        }

                        @Override
                        public void skipped() {}
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        looks.keySet().retainAll(met);
        paths = entries.stream().collect(Collectors.toMap(Entry::id, it -> it.file().path()));
        return entries;
    }

    private Look look(StoredFile file) {
        var known = looks.get(file.path());
        if (known != null && known.holdsFor(file)) {
            return known;
        }
        var look = new Look(file.size(), file.modifiedAt(), examine(file));
        looks.put(file.path(), look);
        return look;
    }

    private Optional<Examined> examine(StoredFile file) {
        try {
            return Optional.of(probe.examine(file.file()));
        } catch (NotAVideo | IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The same path has the same id after every start. An upload keeps the id it has in the
     * database, which its name on disk tells; any other is a hash of the path (RFC 9562, version
     * 8).
     */
    private static VideoId idOf(LibraryPath path) {
        return Library.uploadId(path)
                .map(VideoId::new)
                .orElseGet(() -> {
                    var hash = ByteBuffer.wrap(sha256(path.value()));
                    long high = hash.getLong() & ~0xF000L | 0x8000L;
                    long low = hash.getLong() & ~(0b11L << 62) | 0b10L << 62;
                    return new VideoId(new UUID(high, low));
                });
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
