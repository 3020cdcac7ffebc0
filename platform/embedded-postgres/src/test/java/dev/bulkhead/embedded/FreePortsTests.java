package dev.bulkhead.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTests {

    @Test
    void areOutsideThoseOfWhoConnectsSomewhere() {
        assertThat(FreePorts.next(4)).doesNotHaveDuplicates().allMatch(it -> it < 32_768);
    }

    @Test
    void leaveOutWhereSomebodyListens() throws IOException {
        var taken = FreePorts.next();
        try (var _ = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.next(109)).doesNotContain(taken).doesNotHaveDuplicates();
            assertThat(FreePorts.next(2)).doesNotContain(taken);
        }
    }
}
