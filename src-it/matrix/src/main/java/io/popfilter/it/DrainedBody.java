// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.body.RefusedBodyException;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application gets of a body that it reads to the end, or until reading fails; then it tries once more.
 *
 * @param octets one character per octet
 * @param failure nothing when the body ended
 * @param facts how the body ended, by the names that are constants here
 */
record DrainedBody(String octets, Optional<IOException> failure, Map<String, List<String>> facts) {

    /** The reason of an exception of ours, or the class of another; {@link #NORMAL} when there was none. */
    static final String END = "end";

    /** What reading after the end or the failure comes to, in the same words. */
    static final String AFTERWARDS = "afterwards";

    /** {@link ServletInputStream#isFinished()} behind all this. */
    static final String FINISHED = "finished";

    /** There was nothing more to be read. */
    static final String NORMAL = "normal";

    private static final int CHUNK = 1000;

    static DrainedBody of(ServletInputStream in) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Optional<IOException> failure = readAll(in, octets);
        Optional<IOException> afterwards = readAll(in, octets);
        Map<String, List<String>> facts = Map.of(
                END, List.of(failure.map(DrainedBody::name).orElse(NORMAL)),
                AFTERWARDS, List.of(afterwards.map(DrainedBody::name).orElse(NORMAL)),
                FINISHED, List.of(Boolean.toString(in.isFinished())));
        return new DrainedBody(octets.toString(StandardCharsets.ISO_8859_1), failure, facts);
    }

    private static Optional<IOException> readAll(ServletInputStream in, ByteArrayOutputStream octets) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                octets.write(chunk, 0, count);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** How a listener was told of the end. */
    static Map<String, List<String>> facts(Throwable failure) {
        return Map.of(END, List.of(name(failure)));
    }

    /** Undertow tells a listener of an exception with another around it. */
    private static String name(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedBodyException refused) {
                return refused.rejection().reason().name();
            }
        }
        return failure.getClass().getName();
    }
}
