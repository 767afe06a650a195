// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.as.Refusal.Code;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.TargetUri;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.parse.MalformedException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DPoP proofs at the token endpoint: which key a token shall be bound to (RFC 9449 sections 4.3, 5 and 8). */
final class DpopProofs {

    static final List<JWSAlgorithm> ALGORITHMS = ClientAssertions.ALGORITHMS;

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final String FIELD = "DPoP";
    private static final Duration OLDEST = Duration.ofSeconds(60);
    private static final Duration FARTHEST_AHEAD = Duration.ofSeconds(5);
    private static final Duration NONCE_SPAN = Duration.ofMinutes(5);
    private static final int LONGEST = 4 * 1024;
    private static final int LONGEST_ID = 256;

    private final TargetUri endpoint;
    private final InstantSource clock;
    private final ServerNonces nonces;
    private final Map<String, Instant> spent = new HashMap<>();

    /** For the proofs that are made for this endpoint. */
    DpopProofs(URI endpoint, InstantSource clock) {
        try {
            this.endpoint = targetUri(endpoint.toString());
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.defect(), e);
        }
        this.clock = clock;
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[ServerNonces.MIN_SECRET];
        random.nextBytes(secret);
        this.nonces = new ServerNonces(secret, NONCE_SPAN, random);
    }

    /** The thumbprint of the key that made the proof; nothing when the request has none. */
    Optional<String> verify(HttpServletRequest request) throws Refusal {
        List<String> lines = Collections.list(request.getHeaders(FIELD));
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.size() > 1 || lines.get(0).length() > LONGEST) {
            throw refusal("send exactly one proof, of at most " + LONGEST + " characters");
        }
        try {
            SignedJWT proof = ClientAssertions.parse(lines.get(0));
            String thumbprint = requireSignature(proof);
            JWTClaimsSet claims = proof.getJWTClaimsSet();
            requireForThisRequest(claims, request.getMethod());
            requireNow(claims);
            spend(claims, thumbprint);
            return Optional.of(thumbprint);
        } catch (ParseException | JOSEException e) {
            throw refusal("malformed proof, or a key that cannot be used");
        }
    }

    private static String requireSignature(SignedJWT proof) throws Refusal, ParseException, JOSEException {
        JWSHeader header = proof.getHeader();
        if (!TYPE.equals(header.getType())) {
            throw refusal("typ has to be " + TYPE);
        }
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw refusal("sign the proof with one of " + ALGORITHMS);
        }
        if (header.getJWK() == null) {
            throw refusal("jwk is missing");
        }
        JWK key = PublicKeys.require(header.getJWK());
        if (!(key instanceof AsymmetricJWK pair)
                || !proof.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()))) {
            throw refusal("the key in jwk did not make this signature");
        }
        return key.computeThumbprint().toString();
    }

    private void requireForThisRequest(JWTClaimsSet claims, String method) throws Refusal, ParseException {
        if (!method.equals(claims.getStringClaim("htm"))) {
            throw refusal("htm has to be " + method);
        }
        String htu = claims.getStringClaim("htu");
        try {
            if (htu != null && targetUri(htu).equals(endpoint)) {
                return;
            }
        } catch (MalformedException e) {
            // no URI of ours in any spelling: refused below
        }
        throw refusal("htu has to be " + endpoint);
    }

    private void requireNow(JWTClaimsSet claims) throws Refusal, ParseException {
        Instant now = clock.instant();
        if (claims.getIssueTime() == null) {
            throw refusal("iat is missing");
        }
        Instant made = claims.getIssueTime().toInstant();
        if (made.isBefore(now.minus(OLDEST)) || made.isAfter(now.plus(FARTHEST_AHEAD))) {
            throw refusal("iat is too long ago, or ahead");
        }
        String nonce = claims.getStringClaim("nonce");
        if (nonce == null || nonces.age(nonce, "", now).isEmpty()) {
            throw Refusal.demanding(nonces.issue("", now));
        }
    }

    /** Last, so that nobody but the holder of the key uses up its identifiers. */
    private synchronized void spend(JWTClaimsSet claims, String thumbprint) throws Refusal {
        String jti = claims.getJWTID();
        if (jti == null || jti.isBlank() || jti.length() > LONGEST_ID) {
            throw refusal("jti is missing or too long");
        }
        Instant now = clock.instant();
        spent.values().removeIf(until -> until.isBefore(now));
        if (spent.putIfAbsent(
                        thumbprint + ' ' + jti,
                        claims.getIssueTime().toInstant().plus(OLDEST))
                != null) {
            throw refusal("this proof was used before");
        }
    }

    private static TargetUri targetUri(String uri) throws MalformedException {
        return TargetUri.of(uri, CanonicalRules.strict());
    }

    private static Refusal refusal(String description) {
        return new Refusal(Code.INVALID_DPOP_PROOF, description);
    }
}
