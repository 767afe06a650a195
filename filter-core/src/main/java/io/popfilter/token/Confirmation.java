// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.KeyType;
import io.popfilter.jose.Thumbprint;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.JsonObject;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that a token is bound to (RFC 7800 section 3.1): the key itself, or thumbprints that a presented key has to have.
 * There is one that is {@link #none() none}: then whoever has the token can use it.
 */
public final class Confirmation {

    private static final Confirmation NONE = new Confirmation(null, List.of(), false, Binding.NONE);

    private final @Nullable VerificationKey key;
    private final List<String> thumbprints;
    private final boolean isByThumbprint;
    private final Binding binding;

    Confirmation(@Nullable VerificationKey key, List<String> thumbprints, boolean isByThumbprint, Binding binding) {
        this.key = key;
        this.thumbprints = List.copyOf(thumbprints);
        this.isByThumbprint = isByThumbprint;
        this.binding = binding;
    }

    /** Binds a token to this key. */
    public static Confirmation of(VerificationKey key) {
        return new Confirmation(key, List.of(), false, Binding.TOKEN);
    }

    /** Binds a token to the key of this thumbprint, which requests have to bring along (RFC 9449 section 6.1). */
    public static Confirmation ofThumbprint(Thumbprint thumbprint) {
        return new Confirmation(null, List.of(thumbprint.value()), true, Binding.TOKEN);
    }

    /** Binds a token to nothing: only scheme Bearer accepts it, where that is switched on. */
    public static Confirmation none() {
        return NONE;
    }

    /** Refuses when there is a key, which a token that comes alone does not prove. */
    public void requireNone() throws Rejection {
        if (binding != Binding.NONE) {
            throw new Rejection(Reason.BOUND_TOKEN_WITHOUT_PROOF);
        }
    }

    /** Whether {@code jkt} is among what names the key, which is how tokens for DPoP say so (RFC 9449 section 6). */
    public boolean isByThumbprint() {
        return isByThumbprint;
    }

    /** What the key is bound to. */
    public Binding binding() {
        return binding;
    }

    /**
     * The one key that proves possession of the token.
     *
     * @param presentedJwk the public key that the request brought along; when there is one, it has to be that key
     */
    public VerificationKey resolve(Optional<JsonObject> presentedJwk) throws Rejection {
        if (binding == Binding.NONE) {
            throw new Rejection(Reason.CONFIRMATION_MISSING);
        }
        VerificationKey presented = presentedJwk.isPresent() ? publicKey(presentedJwk.get()) : null;
        if (key != null) {
            if (presented != null && !key.thumbprint().is(presented.thumbprint().value())) {
                // a secret's thumbprint would let a weak one be guessed
                boolean isSecret = key.type() == KeyType.SECRET;
                throw mismatch(isSecret ? "a secret" : key.thumbprint().value(), presented);
            }
            return key;
        }
        if (presented == null) {
            throw new Rejection(Reason.PRESENTED_KEY_MISSING);
        }
        for (String thumbprint : thumbprints) {
            if (!presented.thumbprint().is(thumbprint)) {
                throw mismatch(thumbprint, presented);
            }
        }
        return presented;
    }

    private static VerificationKey publicKey(JsonObject jwk) throws Rejection {
        try {
            VerificationKey presented = VerificationKey.fromJwk(jwk);
            if (presented.type() == KeyType.SECRET) {
                throw new Rejection(Reason.PRESENTED_KEY_PRIVATE, Facts.about("a secret"));
            }
            return presented;
        } catch (KeyDefectException e) {
            throw switch (e.defect()) {
                case PRIVATE -> new Rejection(Reason.PRESENTED_KEY_PRIVATE, Facts.about(e.detail()));
                case UNACCEPTABLE -> new Rejection(Reason.PRESENTED_KEY_UNACCEPTABLE, Facts.about(e.detail()));
            };
        }
    }

    private static Rejection mismatch(String expected, VerificationKey presented) {
        return new Rejection(
                Reason.KEY_MISMATCH,
                Facts.expected(expected, presented.thumbprint().value()));
    }
}
