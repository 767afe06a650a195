// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import java.nio.file.Path;
import java.util.List;

/**
 * How much of a body is read to be checked, and where it is meanwhile.
 *
 * @param maxOctets longer bodies are refused
 * @param memoryOctets longer bodies are kept in a file
 * @param directory where the files are made; it has to exist
 * @param streamed the routes whose bodies are handed on while they are hashed: what the application reads there is not
 *     known to be signed before the end of its stream has been read
 */
public record BodyPolicy(long maxOctets, int memoryOctets, Path directory, List<PathPattern> streamed) {

    private static final long DEFAULT_MAX_OCTETS = 1024 * 1024;
    private static final int DEFAULT_MEMORY_OCTETS = 64 * 1024;

    /** Copies the list. */
    public BodyPolicy {
        if (maxOctets < 0 || memoryOctets < 0) {
            throw new IllegalArgumentException("a negative number of octets");
        }
        streamed = List.copyOf(streamed);
    }

    /** Bodies of up to 1 MiB, from 64 KiB on in a file in the directory for temporary files; none is streamed. */
    public static BodyPolicy defaults() {
        return new BodyPolicy(
                DEFAULT_MAX_OCTETS, DEFAULT_MEMORY_OCTETS, Path.of(System.getProperty("java.io.tmpdir")), List.of());
    }

    /** The same with another limit. */
    public BodyPolicy withMaxOctets(long limit) {
        return new BodyPolicy(limit, memoryOctets, directory, streamed);
    }

    /** Whether bodies that are sent to this route are streamed. */
    public boolean streams(CanonicalPath route) {
        for (PathPattern pattern : streamed) {
            if (pattern.matches(route)) {
                return true;
            }
        }
        return false;
    }
}
