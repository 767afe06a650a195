// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InMemoryDPoPSingleUseChecker;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DPoP with the verifier of the Nimbus OAuth 2.0 SDK, as its documentation shows it, and tokens remembered in Caffeine. */
final class NimbusDpop implements Variant<DpopRequest> {

    private static final long MAX_SECONDS = 3600; // the proofs are made once, and it asks the system's clock
    private static final @Nullable Nonce NONE = null;

    private record Token(JWTClaimsSet claims, JWKThumbprintConfirmation confirmation) {}

    private final JWSAlgorithm algorithm;
    private final JWSVerifier issuer;
    private final Instant now;
    private final Cache<String, Token> tokens =
            Caffeine.newBuilder().maximumSize(10_000).build();
    private InMemoryDPoPSingleUseChecker spent = newSpentIds();
    private DPoPProtectedResourceRequestVerifier verifier;

    NimbusDpop(DpopMaterial material) throws JOSEException {
        this.algorithm = JWSAlgorithm.parse(material.scenario().joseName());
        this.issuer = new ECDSAVerifier(material.issuerKey());
        this.now = material.clock().instant();
        this.verifier = newVerifier();
    }

    @Override
    @SuppressWarnings("UnusedException") // only whether it passes is asked for
    public boolean accepts(DpopRequest request) throws JOSEException {
        try {
            verify(request);
            return true;
        } catch (ParseException | InvalidDPoPProofException | AccessTokenValidationException e) {
            return false;
        }
    }

    private void verify(DpopRequest request)
            throws ParseException, JOSEException, InvalidDPoPProofException, AccessTokenValidationException {
        String text = request.fieldLines("authorization").get(0).substring("DPoP ".length());
        Token token = token(text);
        if (now.isAfter(token.claims().getExpirationTime().toInstant())) {
            throw new ParseException("an expired token", 0);
        }
        verifier.verify(
                request.method(),
                URI.create("https://" + DpopRequest.AUTHORITY + request.rawPath()),
                new DPoPIssuer(token.claims().getStringClaim("client_id")),
                SignedJWT.parse(request.fieldLines("dpop").get(0)),
                new DPoPAccessToken(text),
                token.confirmation(),
                NONE);
    }

    private Token token(String text) throws ParseException, JOSEException {
        Token known = tokens.getIfPresent(text);
        if (known != null) {
            return known;
        }
        SignedJWT jwt = SignedJWT.parse(text);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        if (!jwt.verify(issuer)
                || !DpopMaterial.ISSUER.equals(claims.getIssuer())
                || !claims.getAudience().contains(DpopMaterial.RESOURCE)) {
            throw new ParseException("a forged token, or one of or for somebody else", 0);
        }
        Token token = new Token(claims, JWKThumbprintConfirmation.parse(claims));
        tokens.put(text, token);
        return token;
    }

    @Override
    public void forgetSpentIds() {
        spent.shutdown();
        spent = newSpentIds();
        verifier = newVerifier();
    }

    private DPoPProtectedResourceRequestVerifier newVerifier() {
        return new DPoPProtectedResourceRequestVerifier(Set.of(algorithm), MAX_SECONDS, MAX_SECONDS, spent);
    }

    private static InMemoryDPoPSingleUseChecker newSpentIds() {
        return new InMemoryDPoPSingleUseChecker(MAX_SECONDS, MAX_SECONDS);
    }
}
