// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import io.popfilter.parse.Base64Url;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body that is handed on while it is hashed. Its last octet is held back until the hash is known to be the signed one: an
 * application that has read the end of the stream has read the signed body, and any other gets an exception.
 */
public final class StreamedBody implements Body {

    /** How far a streamed body has come. */
    public enum State {
        /** Its end was not read yet: nothing is known about it. */
        PENDING,
        /** Its end was read, and it is the signed body. */
        VERIFIED,
        /** It is not the signed body, is too large, or could not be read. */
        FAILED
    }

    private final InputStream source;
    private final long maxOctets;
    private final MessageDigest digest;
    private final BodyCheck check;
    private final InputStream stream = new Stream();
    private byte held;
    private boolean isOneHeld;
    private boolean isSourceAtEnd;
    private long length;
    private State state = State.PENDING;
    private @Nullable Rejection rejection;

    StreamedBody(InputStream source, long maxOctets, MessageDigest digest, BodyCheck check) {
        this.source = source;
        this.maxOctets = maxOctets;
        this.digest = digest;
        this.check = check;
    }

    /** How far it has come. */
    public synchronized State state() {
        return state;
    }

    /** Why it failed. */
    public synchronized Optional<Rejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    /** Whether all of it was checked and handed on. */
    public synchronized boolean isFinished() {
        return state == State.VERIFIED && !isOneHeld;
    }

    @Override
    public InputStream open() {
        return stream;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void close() {
        // the source is the container's
    }

    /** Reads the first octet, which is held: from now on as many can be handed on as the source has. */
    public synchronized void begin() throws IOException {
        if (length == 0 && state == State.PENDING && !isSourceAtEnd) {
            byte[] first = new byte[1];
            isOneHeld = readSource(first, 0, 1) > 0;
            held = first[0];
        }
    }

    /** Whether the source has no more, so that reading does not wait for it. */
    public synchronized boolean isAtEnd() {
        return state != State.PENDING || isSourceAtEnd;
    }

    /** Says that the source has no more, for callers that know without reading: non-blocking ones may not read then. */
    public synchronized void endSource() {
        isSourceAtEnd = true;
    }

    /** Says that the source is broken, for callers that are told so without reading; a body that was checked stays checked. */
    public synchronized void breakSource(Throwable why) {
        if (state == State.PENDING) {
            failed(unreadable(why));
        }
    }

    private static Rejection unreadable(Throwable why) {
        return new Rejection(Reason.BODY_UNREADABLE, Facts.about(why.getClass().getName()));
    }

    private void end() throws RefusedBodyException {
        String hash = Base64Url.encode(digest.digest());
        try {
            check.compare(hash, length);
        } catch (Rejection e) {
            throw failed(e);
        }
        state = State.VERIFIED;
    }

    private synchronized int read(byte[] buffer, int offset, int count) throws IOException {
        if (rejection != null) {
            throw new RefusedBodyException(rejection);
        }
        if (count == 0) {
            return 0;
        }
        if (state == State.PENDING) {
            begin();
            if (!isOneHeld && !isSourceAtEnd) {
                return 0; // there is nothing yet, and nothing is held in front of what comes
            }
            int read = isSourceAtEnd ? -1 : readBehindHeld(buffer, offset, count);
            if (read >= 0) {
                return read;
            }
            end();
        }
        if (!isOneHeld) {
            return -1;
        }
        isOneHeld = false;
        buffer[offset] = held;
        return 1;
    }

    private int readBehindHeld(byte[] buffer, int offset, int count) throws IOException {
        return count == 1 ? readOne(buffer, offset) : readSeveral(buffer, offset, count);
    }

    private int readOne(byte[] buffer, int offset) throws IOException {
        byte[] next = new byte[1];
        int read = readSource(next, 0, 1);
        if (read > 0) {
            buffer[offset] = held;
            held = next[0];
        }
        return read;
    }

    private int readSeveral(byte[] buffer, int offset, int count) throws IOException {
        int read = readSource(buffer, offset + 1, count - 1);
        if (read > 0) {
            buffer[offset] = held;
            held = buffer[offset + read];
        }
        return read;
    }

    private int readSource(byte[] buffer, int offset, int count) throws IOException {
        int read;
        try {
            read = source.read(buffer, offset, count);
        } catch (IOException e) {
            failed(unreadable(e));
            throw e;
        }
        if (read > 0) {
            length += read;
            if (length > maxOctets) {
                throw failed(BodyIntake.tooLarge(maxOctets, "more"));
            }
            digest.update(buffer, offset, read);
        }
        isSourceAtEnd |= read < 0;
        return read;
    }

    private RefusedBodyException failed(Rejection e) {
        state = State.FAILED;
        rejection = e;
        return new RefusedBodyException(e);
    }

    private final class Stream extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return StreamedBody.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            return StreamedBody.this.read(buffer, offset, count);
        }

        @Override
        public int available() throws IOException {
            return source.available();
        }
    }
}
