// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.channel.ConnectionProof;
import io.popfilter.coverage.Coverage;
import io.popfilter.jose.Thumbprint;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.token.AccessToken;
import io.popfilter.token.Binding;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever holds the key that the access token names, and signed this request with it; with schemes mTLS and Bearer, whoever has
 * a token that names none.
 */
public final class PopPrincipal implements Principal {

    private final SchemeName scheme;
    private final String nameClaim;
    private final AccessToken token;
    private final Optional<Thumbprint> thumbprint;
    private final Coverage coverage;
    private final ConnectionProof connection;

    PopPrincipal(
            SchemeName scheme,
            String nameClaim,
            AccessToken token,
            Optional<Thumbprint> thumbprint,
            Coverage coverage,
            ConnectionProof connection) {
        this.scheme = scheme;
        this.nameClaim = nameClaim;
        this.token = token;
        this.thumbprint = thumbprint;
        this.coverage = coverage;
        this.connection = connection;
    }

    /**
     * The configured claim, {@code sub} unless set. Where the token lacks it, the thumbprint of the key as a URI (RFC 9278):
     * another claim could let a client take the name of a user (RFC 9068 section 5).
     */
    @Override
    public String getName() {
        return token.claims().get(nameClaim) instanceof String name
                ? name
                : "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"
                        + thumbprint.orElseThrow().value(); // without one, the claim is there
    }

    /** Claim {@code sub}: the resource owner, or the client itself. */
    public Optional<String> subject() {
        return token.subject();
    }

    /** Claim {@code client_id}. */
    public Optional<String> client() {
        return token.clientId();
    }

    /** Claim {@code scope}, in order. */
    public Set<String> scopes() {
        return token.scopes();
    }

    /** All claims of the token but {@code cnf}; not modifiable. See {@link AccessToken#claims()} for the types. */
    public Map<String, Object> claims() {
        return token.claims();
    }

    /** The RFC 7638 thumbprint of the key that signed, as base64url; none with schemes mTLS and Bearer. */
    public Optional<String> keyThumbprint() {
        return thumbprint.map(Thumbprint::value);
    }

    /** The scheme that was used, for instance {@code PoP}. */
    public String scheme() {
        return scheme.toString();
    }

    /** What the key is bound to. */
    public Binding binding() {
        return token.confirmation().binding();
    }

    /** The components that the signature covers. */
    public Set<Component> coveredComponents() {
        return coverage.components();
    }

    /** The header fields that the signature covers, in lower case. */
    public Set<String> coveredFields() {
        return coverage.fields();
    }

    /** The channel binding that was signed and compared: the request came on the connection that it was made for. */
    public Optional<BindingType> channelBinding() {
        return connection.binding();
    }

    /** The thumbprint of the client's certificate, {@code x5t#S256}, when the token is bound to it. */
    public Optional<String> certificateThumbprint() {
        return connection.certificate().map(CertificateThumbprint::value);
    }

    /** Subject, client and scheme; no secret. */
    @Override
    public String toString() {
        return scheme + " principal, subject " + subject().orElse("none") + ", client " + client().orElse("none");
    }
}
