// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;

/** The bodies of the tables, and how they are framed. */
enum Content {
    NONE("-", new byte[0], (request, octets) -> {}),
    EMPTY("empty", new byte[0], WireRequest::body),
    JSON("json", json(), WireRequest::body),
    JSON_CHUNKED("json chunked", json(), (request, octets) -> request.chunkedBody(octets, 7)),
    JSON_TRAILER(
            "json trailer",
            json(),
            (request, octets) -> request.chunkedBody(octets, 7, List.of("X-Late: 1", "Authorization: PoP x"))),
    GZIP("json gzip", gzip(json()), WireRequest::body),
    LARGE("300 kB", random(300_000), WireRequest::body),
    LARGE_CHUNKED("300 kB chunked", random(300_000), (request, octets) -> request.chunkedBody(octets, 10_000));

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // never handed out
    private final byte[] octets;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda of ours, without state
    private final BiConsumer<WireRequest, byte[]> framing;

    Content(String name, byte[] octets, BiConsumer<WireRequest, byte[]> framing) {
        this.name = name;
        this.octets = octets;
        this.framing = framing;
    }

    static Content of(String name) {
        for (Content content : values()) {
            if (content.name.equals(name)) {
                return content;
            }
        }
        throw new IllegalArgumentException(name);
    }

    byte[] octets() {
        return octets.clone();
    }

    boolean isEmpty() {
        return octets.length == 0;
    }

    boolean isEncoded() {
        return this == GZIP;
    }

    void addTo(WireRequest request) {
        framing.accept(request, octets);
    }

    private static byte[] json() {
        return "{\"amount\":1}".getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] random(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    private static byte[] gzip(byte[] octets) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
