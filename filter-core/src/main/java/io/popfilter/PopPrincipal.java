// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.coverage.Coverage;
import io.popfilter.jose.Thumbprint;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.AccessToken;
import io.popfilter.token.Binding;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever holds the key that the access token names, and signed this request with it; with scheme Bearer, whoever has a token
 * that names none.
 */
public final class PopPrincipal implements Principal {

    private final SchemeName scheme;
    private final String nameClaim;
    private final AccessToken token;
    private final Optional<Thumbprint> thumbprint;
    private final Coverage coverage;

    PopPrincipal(
            SchemeName scheme,
            String nameClaim,
            AccessToken token,
            Optional<Thumbprint> thumbprint,
            Coverage coverage) {
        this.scheme = scheme;
        this.nameClaim = nameClaim;
        this.token = token;
        this.thumbprint = thumbprint;
        this.coverage = coverage;
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

    /** The RFC 7638 thumbprint of the key that signed, as base64url; none with scheme Bearer. */
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

    /** Subject, client and scheme; no secret. */
    @Override
    public String toString() {
        return scheme + " principal, subject " + subject().orElse("none") + ", client " + client().orElse("none");
    }
}
