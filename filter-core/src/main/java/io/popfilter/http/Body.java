// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A body that was read to its end within a limit, and hashed on the way. */
public final class Body {

    private static final int CHUNK = 8192;
    private static final Body EMPTY = new Body(new byte[0]);

    private final byte[] octets;

    private Body(byte[] octets) {
        this.octets = octets;
    }

    /** Reads the request's body; a body over the limit is refused before it is read when it was announced. */
    public static Body read(ReceivedRequest request, int maxOctets, MessageDigest digest) throws Rejection {
        long announced = request.announcedBodyLength();
        if (announced > maxOctets) {
            throw tooLarge(maxOctets, Long.toString(announced));
        }
        try {
            // not closed: it is the container's, and an error page that reads it finds its end, not an exception
            InputStream stream = request.body();
            int first = stream.read();
            int chunk = announced < 0 ? CHUNK : (int) Math.min(Math.max(announced, 1), CHUNK);
            return first < 0 ? EMPTY : read(first, stream, new byte[chunk], maxOctets, digest);
        } catch (IOException e) {
            throw new Rejection(Reason.BODY_UNREADABLE, Facts.about(e.getClass().getName()));
        }
    }

    private static Body read(int first, InputStream stream, byte[] chunk, int maxOctets, MessageDigest digest)
            throws Rejection, IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(chunk.length);
        chunk[0] = (byte) first;
        int count = 1;
        while (count >= 0) {
            if (count > maxOctets - body.size()) {
                throw tooLarge(maxOctets, "more");
            }
            digest.update(chunk, 0, count);
            body.write(chunk, 0, count);
            count = stream.read(chunk);
        }
        return new Body(body.toByteArray());
    }

    private static Rejection tooLarge(int maxOctets, String received) {
        return new Rejection(Reason.BODY_TOO_LARGE, Facts.expected("at most " + maxOctets, received));
    }

    /** The octets, from the start, each time it is asked. */
    public ByteArrayInputStream open() {
        return new ByteArrayInputStream(octets);
    }

    /** How many octets. */
    public int length() {
        return octets.length;
    }
}
