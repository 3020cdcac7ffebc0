package dev.bulkhead.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.media.Samples;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** No disk has as much room as this library wants to keep free. */
@TestPropertySource(properties = "bulkhead.media.keep-free=1000000TB")
class FullDiskTests extends MediaTest {

    @Test
    void refusesUploadsThatTheDiskHasNoRoomFor() {
        assertProblem(
                uploading(tokens.user("anna"), "x.mp4", Samples.freshMp4()), 507, "library-full");
        assertThat(files()).isEmpty();
        assertThat(rows("videos")).isZero();
    }
}
