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
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.TlsConnection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a token is bound to: a key (RFC 7800 section 3.1), by itself or by thumbprints that a presented key has to have; a
 * client certificate (RFC 8705 section 3.1); or both, which then both have to be proved. There is one that is {@link #none() none}: then whoever has the token can use it.
 */
public final class Confirmation {

    private static final Confirmation NONE = new Confirmation(null, List.of(), false, null, Binding.NONE);

    private final @Nullable VerificationKey key;
    private final List<String> thumbprints;
    private final boolean isByThumbprint;
    private final @Nullable String certificate;
    private final Binding binding;

    Confirmation(
            @Nullable VerificationKey key,
            List<String> thumbprints,
            boolean isByThumbprint,
            @Nullable String certificate,
            Binding binding) {
        this.key = key;
        this.thumbprints = List.copyOf(thumbprints);
        this.isByThumbprint = isByThumbprint;
        this.certificate = certificate;
        this.binding = binding;
    }

    /** Binds a token to this key. */
    public static Confirmation of(VerificationKey key) {
        return new Confirmation(key, List.of(), false, null, Binding.TOKEN);
    }

    /** Binds a token to the key of this thumbprint, which requests have to bring along (RFC 9449 section 6.1). */
    public static Confirmation ofThumbprint(Thumbprint thumbprint) {
        return new Confirmation(null, List.of(thumbprint.value()), true, null, Binding.TOKEN);
    }

    /** Binds a token to a certificate with which clients have to authenticate (RFC 8705 section 3.1). */
    public static Confirmation ofCertificate(CertificateThumbprint thumbprint) {
        return new Confirmation(null, List.of(), false, thumbprint.value(), Binding.TOKEN);
    }

    /** Binds a token to nothing: only scheme Bearer accepts it, where that is switched on. */
    public static Confirmation none() {
        return NONE;
    }

    /** Whether a key has to be proved by a signature. */
    public boolean isByKey() {
        return key != null || !thumbprints.isEmpty();
    }

    /** Whether a certificate has to be proved by the TLS connection, perhaps besides a key. */
    public boolean isByCertificate() {
        return certificate != null;
    }

    /**
     * Refuses a connection without the certificate, if there has to be one.
     *
     * @return the certificate that was compared
     */
    public Optional<CertificateThumbprint> requireCertificate(TlsConnection connection) throws Rejection {
        if (certificate == null) {
            return Optional.empty();
        }
        CertificateThumbprint presented = connection
                .clientCertificate()
                .orElseThrow(() -> new Rejection(
                        Reason.CLIENT_CERTIFICATE_MISSING, Facts.expected(certificate, connection.whyNoCertificate())));
        if (!presented.is(certificate)) {
            throw new Rejection(Reason.CLIENT_CERTIFICATE_MISMATCH, Facts.expected(certificate, presented.value()));
        }
        return Optional.of(presented);
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
        if (!isByKey()) {
            throw new Rejection(Reason.CONFIRMATION_NOT_FOR_SCHEME, Facts.expected("a key", "a certificate alone"));
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
