/** The manifest {@code platform.yaml}: which services there are, and every reason to refuse it. */
@NullMarked
package dev.bulkhead.provisioning.manifest;

import org.jspecify.annotations.NullMarked;
