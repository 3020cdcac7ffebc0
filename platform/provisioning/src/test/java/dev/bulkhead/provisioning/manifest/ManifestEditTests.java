package dev.bulkhead.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManifestEditTests {

    private static final String MANIFEST =
            """
            platform: shop   # ours, ü and 😀 included
            isolation: database
            server: {port: 5432, max_connections: 100, reserved_connections: 20}
            services:
              # first
              auth:
                module: auth-service
              media:
                # the videos
                module: media-service
                isolation: schema # for now
              game: {module: game-service, pool: 3}
            """;

    @Test
    void addsTheLineWhereThereIsNone() {
        var edit = ManifestEdit.isolation(MANIFEST, "auth", Isolation.SERVER).orElseThrow();

        assertThat(edit.text())
                .isEqualTo(
                        MANIFEST.replace(
                                "    module: auth-service\n",
                                "    isolation: server\n    module: auth-service\n"));
        assertThat(edit.line()).isEqualTo("isolation: server");
    }

    @Test
    void changesTheWordWhereThereIsOne() {
        assertThat(ManifestEdit.isolation(MANIFEST, "media", Isolation.SERVER))
                .map(ManifestEdit::text)
                .contains(
                        MANIFEST.replace(
                                "isolation: schema # for now", "isolation: server # for now"));
    }

    @Test
    void leavesAloneWhatHasNoLines() {
        assertThat(ManifestEdit.isolation(MANIFEST, "game", Isolation.SERVER)).isEmpty();
        assertThat(ManifestEdit.isolation(MANIFEST, "shop", Isolation.SERVER)).isEmpty();
        assertThat(ManifestEdit.isolation("- no manifest", "game", Isolation.SERVER)).isEmpty();
    }
}
