// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.body.Body;
import io.popfilter.body.BodyCheck;
import io.popfilter.body.BodyIntake;
import io.popfilter.body.BodyPolicy;
import io.popfilter.jose.Digests;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** One body, as it is taken in each way; all of them ask their source for 8 KiB at most. */
final class BodyUpload {

    private static final int CHUNK = 8192;
    private static final int IN_MEMORY = Integer.MAX_VALUE;
    private static final int IN_A_FILE = 0;

    private final SignedRequest request;
    private final BodyCheck check;
    private final Digests digests = new Digests();
    private final MessageDigest sha256 = Digests.newSha256();

    /** Takes in {@code received}, where {@code signed} is signed. */
    BodyUpload(byte[] received, byte[] signed) {
        this.request = new SignedRequest("", received);
        String hashOfSigned = digests.sha256(signed, 0, signed.length);
        this.check = (hash, length) -> {
            if (!hash.equals(hashOfSigned)) {
                throw new Rejection(Reason.BODY_MISMATCH, Facts.expected(hashOfSigned, hash));
            }
        };
    }

    private static BodyPolicy policy(int memoryOctets) {
        BodyPolicy defaults = BodyPolicy.defaults();
        return new BodyPolicy(Long.MAX_VALUE, memoryOctets, defaults.directory(), defaults.streamed());
    }

    /** Held in memory, and let go. */
    long memory() throws Rejection {
        return hold(policy(IN_MEMORY));
    }

    /** Held in a file, and deleted. */
    long file() throws Rejection {
        return hold(policy(IN_A_FILE));
    }

    private long hold(BodyPolicy policy) throws Rejection {
        try (BodyIntake intake = new BodyIntake(request, policy, digests)) {
            return intake.hold(check).length();
        }
    }

    /** Handed on, and read to its end by the application. */
    long streamed() throws Rejection, IOException {
        try (BodyIntake intake = new BodyIntake(request, policy(IN_MEMORY), digests);
                Body body = intake.stream(check);
                InputStream stream = body.open()) {
            byte[] chunk = new byte[CHUNK];
            long length = 0;
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                length += count;
            }
            return length;
        }
    }

    /** Hashed and compared with nothing. */
    byte[] bare() throws IOException {
        InputStream stream = request.body();
        byte[] chunk = new byte[CHUNK];
        for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
            sha256.update(chunk, 0, count);
        }
        return sha256.digest();
    }
}
