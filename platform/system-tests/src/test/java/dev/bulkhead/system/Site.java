package dev.bulkhead.system;

import java.net.URI;
import java.nio.file.Path;

/** Where a platform is reached, however it was started. */
interface Site {

    URI gateway(String path);

    /** A file to upload. */
    Path sample(String name);
}
