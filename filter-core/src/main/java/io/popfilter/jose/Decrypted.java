// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

/**
 * What was inside a JWE, and whether its sender is known: only a holder of a shared secret can have encrypted to it, while
 * anybody can encrypt to a public key (RFC 8725 section 3.3, CVE-2026-29000).
 */
public final class Decrypted {

    private final byte[] plaintext;
    private final boolean authentic;

    Decrypted(byte[] plaintext, boolean authentic) {
        this.plaintext = plaintext;
        this.authentic = authentic;
    }

    /** The plaintext; not copied. */
    public byte[] plaintext() {
        return plaintext;
    }

    /** Whether the sender holds the shared secret. */
    public boolean isFromHolderOfSharedSecret() {
        return authentic;
    }
}
