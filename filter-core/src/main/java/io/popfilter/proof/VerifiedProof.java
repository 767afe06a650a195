// SPDX-License-Identifier: Apache-2.0
package io.popfilter.proof;

import io.popfilter.jose.KeyType;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.SigningKey;
import io.popfilter.jose.Thumbprint;
import io.popfilter.jose.VerificationKey;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Authenticator;
import io.popfilter.scheme.SchemeName;
import io.popfilter.scheme.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an authenticator says, said by the holder of the confirmed key. Only {@link #verify} makes one, and the stages
 * behind it take nothing else.
 */
public final class VerifiedProof {

    private final Authenticator authenticator;
    private final VerificationKey key;

    private VerifiedProof(Authenticator authenticator, VerificationKey key) {
        this.authenticator = authenticator;
        this.key = key;
    }

    /** Verifies the signature with the key that the token confirms. */
    public static VerifiedProof verify(Authenticator authenticator, VerificationKey key, Signatures signatures)
            throws Rejection {
        // RFC 8725 section 3.2: the key decides which algorithm may be used, the message does not
        if (!key.fits(authenticator.algorithm())) {
            throw new Rejection(
                    Reason.ALGORITHM_NOT_FOR_KEY,
                    Facts.expected(key.type().name(), authenticator.algorithm().joseName()));
        }
        if (!signatures.verify(authenticator.signature(), authenticator.algorithm(), key)) {
            throw new Rejection(Reason.SIGNATURE_INVALID, Facts.about(key.toString()));
        }
        return new VerifiedProof(authenticator, key);
    }

    /** The scheme that read it. */
    public SchemeName scheme() {
        return authenticator.scheme();
    }

    /** What is signed about the request. */
    public List<Statement> statements() {
        return authenticator.statements();
    }

    /** When it was signed, by the client's clock. */
    public Instant createdAt() {
        return authenticator.createdAt();
    }

    /** The one-time id, unique per key. */
    public String id() {
        return authenticator.id();
    }

    /** The thumbprint of the key that signed. */
    public Thumbprint thumbprint() {
        return key.thumbprint();
    }

    /** The secret that signed, to sign the answer with; nothing for a key pair, whose private half is the client's alone. */
    public Optional<SigningKey> sharedKey() {
        return key.type() == KeyType.SECRET
                ? Optional.of(SigningKey.shared(authenticator.algorithm(), key))
                : Optional.empty();
    }
}
