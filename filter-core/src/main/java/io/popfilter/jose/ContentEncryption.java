// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content encryption algorithms (RFC 7518 section 5.1). */
enum ContentEncryption {
    A128CBC_HS256("A128CBC-HS256", 32, "HmacSHA256"),
    A192CBC_HS384("A192CBC-HS384", 48, "HmacSHA384"),
    A256CBC_HS512("A256CBC-HS512", 64, "HmacSHA512"),
    A128GCM("A128GCM", 16, null),
    A192GCM("A192GCM", 24, null),
    A256GCM("A256GCM", 32, null);

    private final String joseName;
    private final int keyOctets;
    private final Optional<String> hmac;

    ContentEncryption(String joseName, int keyOctets, @Nullable String hmac) {
        this.joseName = joseName;
        this.keyOctets = keyOctets;
        this.hmac = Optional.ofNullable(hmac);
    }

    static Optional<ContentEncryption> of(String enc) {
        for (ContentEncryption encryption : values()) {
            if (encryption.joseName.equals(enc)) {
                return Optional.of(encryption);
            }
        }
        return Optional.empty();
    }

    String joseName() {
        return joseName;
    }

    /** Octets of the content encryption key; for CBC, half for the HMAC and half for AES. */
    int keyOctets() {
        return keyOctets;
    }

    /** The JCA name of the HMAC; none for GCM, which authenticates by itself. */
    Optional<String> hmac() {
        return hmac;
    }
}
