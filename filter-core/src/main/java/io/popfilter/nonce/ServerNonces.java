// SPDX-License-Identifier: Apache-2.0
package io.popfilter.nonce;

import io.popfilter.jose.EnginePool;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces without memory: each says in which span of time it was issued, and an HMAC shows that a server with the same secret
 * issued it (RFC 9449 section 8). No two are equal.
 *
 * <p>Format: base64url of span (8 octets, big-endian), random (12 octets) and the first 16 octets of HMAC-SHA-256 over a
 * label, both of these and what the nonce is bound to; 48 characters, all of them NQCHAR (RFC 6749 appendix A.12), none of
 * them {@code =} or {@code ,}.
 */
public final class ServerNonces {

    /** The least length of the secret in octets. */
    public static final int MIN_SECRET = 32;

    private static final byte[] LABEL = "popfilter nonce 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int RANDOM = 12;
    private static final int MAC = 16;
    private static final int HEAD = Long.BYTES + RANDOM;
    private static final int LENGTH = HEAD + MAC;
    private static final int TEXT_LENGTH = LENGTH * 4 / 3;

    private final EnginePool<Mac> engines;
    private final long spanMillis;
    private final RandomGenerator random;

    /** How old a nonce of ours is. */
    public enum Age {
        /** Of this span of time, or of the next one by the clock of another server. */
        CURRENT,
        /** Of the span before: still good, and the client should get a new one. */
        PREVIOUS
    }

    /**
     * Nonces under this secret, which all servers of a cluster share.
     *
     * @param secret at least {@value #MIN_SECRET} octets
     * @param span a nonce is good for at least one span and less than two
     * @param random a secure source
     */
    public ServerNonces(byte[] secret, Duration span, RandomGenerator random) {
        if (secret.length < MIN_SECRET) {
            throw new IllegalArgumentException("the secret of nonces has fewer than " + MIN_SECRET + " octets");
        }
        if (span.toMillis() <= 0) {
            throw new IllegalArgumentException("nonces that are good for no time");
        }
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        this.engines = new EnginePool<>(() -> engine(key));
        this.spanMillis = span.toMillis();
        this.random = random;
    }

    private static Mac engine(SecretKeySpec key) {
        try {
            Mac engine = Mac.getInstance("HmacSHA256");
            engine.init(key);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A new nonce.
     *
     * @param boundTo what it is good for alone, for instance the hash of a token; empty for anything
     */
    public String issue(String boundTo, Instant now) {
        byte[] lot = new byte[RANDOM];
        random.nextBytes(lot);
        ByteBuffer nonce = ByteBuffer.allocate(LENGTH).putLong(span(now)).put(lot);
        byte[] octets = nonce.array();
        nonce.put(mac(octets, boundTo));
        return Base64Url.encode(octets);
    }

    /**
     * How old this nonce is.
     *
     * @return nothing when it was not issued under this secret for the same thing, or is too old
     */
    public Optional<Age> age(String nonce, String boundTo, Instant now) {
        if (nonce.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] octets;
        try {
            octets = Base64Url.decode(nonce);
        } catch (MalformedException e) {
            return Optional.empty();
        }
        byte[] mac = Arrays.copyOfRange(octets, HEAD, LENGTH);
        if (!MessageDigest.isEqual(mac, mac(octets, boundTo))) {
            return Optional.empty();
        }
        long age = span(now) - ByteBuffer.wrap(octets).getLong();
        if (age == 0 || age == -1) {
            return Optional.of(Age.CURRENT);
        }
        return age == 1 ? Optional.of(Age.PREVIOUS) : Optional.empty();
    }

    private long span(Instant now) {
        return Math.floorDiv(now.toEpochMilli(), spanMillis);
    }

    private byte[] mac(byte[] head, String boundTo) {
        Mac engine = engines.take();
        engine.update(LABEL);
        engine.update(head, 0, HEAD);
        byte[] mac = engine.doFinal(boundTo.getBytes(StandardCharsets.ISO_8859_1));
        engines.give(engine);
        return Arrays.copyOf(mac, MAC);
    }
}
