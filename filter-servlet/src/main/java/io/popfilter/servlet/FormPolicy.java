// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import java.nio.file.Path;

/**
 * How much of a checked body is parsed into parameters and parts. The container cannot: it has given the octets away.
 *
 * @param maxParts the most fields of a form, and parts of a multipart body
 * @param maxFormOctets the longest form that becomes parameters; for a multipart body, all its fields that are no files
 * @param memoryOctets when the parts of a body have more octets together, they are kept in a file
 * @param directory where that file is made; it has to exist
 */
public record FormPolicy(int maxParts, int maxFormOctets, int memoryOctets, Path directory) {

    private static final int DEFAULT_MAX_PARTS = 1000;
    private static final int DEFAULT_MAX_FORM_OCTETS = 1024 * 1024;
    private static final int DEFAULT_MEMORY_OCTETS = 64 * 1024;

    /** 1,000 parts, forms of up to 1 MiB, from 64 KiB on in a file in the directory for temporary files. */
    public static FormPolicy defaults() {
        return new FormPolicy(
                DEFAULT_MAX_PARTS,
                DEFAULT_MAX_FORM_OCTETS,
                DEFAULT_MEMORY_OCTETS,
                Path.of(System.getProperty("java.io.tmpdir")));
    }
}
