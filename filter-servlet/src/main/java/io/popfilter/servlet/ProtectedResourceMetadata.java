// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this server says of itself to anybody (RFC 9728).
 *
 * @param address where, for challenges
 * @param path the path of that address, as it is behind the context path
 * @param json what
 * @param keys the JWK Set that it names: of the key that signs answers
 */
public record ProtectedResourceMetadata(String address, String path, String json, Optional<PublishedDocument> keys) {

    /** Without keys. */
    public ProtectedResourceMetadata(String address, String path, String json) {
        this(address, path, json, Optional.empty());
    }

    /** Everything that is published. */
    Stream<PublishedDocument> documents() {
        return Stream.concat(Stream.of(new PublishedDocument(path, "application/json", json)), keys.stream());
    }
}
