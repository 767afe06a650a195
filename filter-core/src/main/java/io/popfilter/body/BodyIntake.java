// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the body of one request, and owns it until the request is known to be accepted: a later check may refuse it, and
 * then no file is left.
 */
public final class BodyIntake implements AutoCloseable {

    private static final int CHUNK = 8192;

    private final ReceivedRequest request;
    private final BodyPolicy policy;
    private final Digests digests;
    private @Nullable Body owned;

    /** Reads nothing yet. */
    public BodyIntake(ReceivedRequest request, BodyPolicy policy, Digests digests) {
        this.request = request;
        this.policy = policy;
        this.digests = digests;
    }

    /** The body of a request that must have none: nothing when there is one, of which no more than an octet is read. */
    public Optional<HeldBody> nothing() throws Rejection {
        return readFirst(open()) < 0 ? Optional.of(HeldBody.EMPTY) : Optional.empty();
    }

    /** The whole body, read and checked; one over the limit is refused before it is read when it was announced. */
    public HeldBody hold(BodyCheck check) throws Rejection {
        InputStream source = open();
        int first = readFirst(source);
        return first < 0 ? none(check) : fill((byte) first, source, check);
    }

    private HeldBody fill(byte first, InputStream source, BodyCheck check) throws Rejection {
        long announced = request.announcedBodyLength();
        byte[] chunk = new byte[announced < 0 ? CHUNK : (int) Math.min(Math.max(announced, 1), CHUNK)];
        Spool spool = new Spool(policy.memoryOctets(), policy.directory(), expected(announced));
        HeldBody body = new HeldBody(spool);
        owned = body;
        MessageDigest digest = digests.start();
        chunk[0] = first;
        int count = 1;
        while (count >= 0) {
            if (count > policy.maxOctets() - spool.length()) {
                throw tooLarge(policy.maxOctets(), "more");
            }
            digest.update(chunk, 0, count);
            keep(chunk, count, spool);
            count = read(source, chunk);
        }
        check.compare(digests.finish(digest), spool.length());
        return body;
    }

    /** What memory is taken at once: what was announced, or what a first look takes. */
    private static int expected(long announced) {
        return announced < 0 ? CHUNK : (int) Math.min(announced, Integer.MAX_VALUE);
    }

    private static void keep(byte[] chunk, int count, Spool spool) throws Rejection {
        try {
            spool.write(chunk, count);
        } catch (IOException e) {
            throw Rejection.outage(Reason.BODY_STORAGE_UNAVAILABLE, e);
        }
    }

    /**
     * A body that is checked while the application reads it, of which nothing is read now: a container may not take a
     * listener any more once it was read from. One that is announced as empty is checked at once.
     */
    public Body stream(BodyCheck check) throws Rejection {
        InputStream source = open();
        if (request.announcedBodyLength() == 0) {
            return none(check);
        }
        StreamedBody body = new StreamedBody(source, policy.maxOctets(), Digests.newSha256(), check);
        owned = body;
        return body;
    }

    private HeldBody none(BodyCheck check) throws Rejection {
        check.compare(digests.sha256(""), 0);
        return HeldBody.EMPTY;
    }

    /** From now on the body is the caller's to close. */
    public void handOver() {
        owned = null;
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }

    private InputStream open() throws Rejection {
        long announced = request.announcedBodyLength();
        if (announced > policy.maxOctets()) {
            throw tooLarge(policy.maxOctets(), Long.toString(announced));
        }
        try {
            // not closed: it is the container's, and an error page that reads it finds its end, not an exception
            return request.body();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static int readFirst(InputStream source) throws Rejection {
        try {
            return source.read();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static int read(InputStream stream, byte[] chunk) throws Rejection {
        try {
            return stream.read(chunk);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Rejection unreadable(IOException e) {
        return new Rejection(Reason.BODY_UNREADABLE, Facts.about(e.getClass().getName()));
    }

    static Rejection tooLarge(long maxOctets, String received) {
        return new Rejection(Reason.BODY_TOO_LARGE, Facts.expected("at most " + maxOctets, received));
    }
}
