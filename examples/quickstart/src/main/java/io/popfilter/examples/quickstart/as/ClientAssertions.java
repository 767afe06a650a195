// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.examples.quickstart.as.Refusal.Code;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** JWTs that clients sign instead of sending a secret: {@code private_key_jwt} (RFC 7523 sections 2.2 and 3). */
final class ClientAssertions {

    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    static final List<JWSAlgorithm> ALGORITHMS =
            List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int LONGEST_ID = 256;

    private final Set<String> audiences;
    private final InstantSource clock;
    private final Map<String, Instant> spent = new HashMap<>();

    /** For the assertions that name one of these audiences: the issuer, or the token endpoint. */
    ClientAssertions(Set<String> audiences, InstantSource clock) {
        this.audiences = audiences;
        this.clock = clock;
    }

    /** Whose assertion this is. */
    Credentials verify(String assertion, Function<String, Optional<Credentials>> registered) throws Refusal {
        try {
            SignedJWT jwt = parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String id = claims.getSubject();
            Credentials client = Optional.ofNullable(id)
                    .flatMap(registered)
                    .filter(found -> found.secret().isEmpty()) // registered to authenticate in this way
                    .orElseThrow(() -> refusal("unknown client"));
            requireSignature(jwt, client);
            requireForThisServer(claims, client);
            spend(claims);
            return client;
        } catch (ParseException | JOSEException e) {
            throw refusal("malformed assertion");
        }
    }

    static SignedJWT parse(String assertion) throws ParseException {
        String header = JOSEObject.split(assertion)[0].decodeToString();
        if (JSONObjectUtils.parse(header) == null) { // SignedJWT.parse() expects no null
            throw new ParseException("the header is null", 0);
        }
        return SignedJWT.parse(assertion);
    }

    private void requireSignature(SignedJWT jwt, Credentials client) throws Refusal, JOSEException {
        if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
            throw refusal("sign the assertion with one of " + ALGORITHMS);
        }
        JWKMatcher signature = JWKMatcher.forJWSHeader(jwt.getHeader());
        for (JWK key : client.keys().matching(signature, clock.instant())) {
            if (jwt.verify(new DefaultJWSVerifierFactory()
                    .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey()))) {
                return;
            }
        }
        throw refusal("no registered key made this signature");
    }

    private void requireForThisServer(JWTClaimsSet claims, Credentials client) throws Refusal {
        if (!client.id().equals(claims.getIssuer())) {
            throw refusal("iss and sub have to be the client_id");
        }
        if (Collections.disjoint(audiences, claims.getAudience())) {
            throw refusal("aud has to be this server");
        }
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null
                || !claims.getExpirationTime().toInstant().isAfter(now.minus(SKEW))) {
            throw refusal("exp is missing or over");
        }
        // bounds how long a jti has to be remembered
        if (claims.getExpirationTime().toInstant().isAfter(now.plus(LONGEST))) {
            throw refusal("exp is later than in " + LONGEST.toMinutes() + " minutes");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW))) {
            throw refusal("nbf is not yet");
        }
    }

    /** Last, so that nobody but the client uses up its identifiers. */
    private synchronized void spend(JWTClaimsSet claims) throws Refusal {
        String jti = claims.getJWTID();
        if (jti == null || jti.isEmpty() || jti.length() > LONGEST_ID) {
            throw refusal("jti is missing or too long");
        }
        Instant now = clock.instant();
        spent.values().removeIf(until -> until.isBefore(now));
        Instant until = claims.getExpirationTime().toInstant().plus(SKEW);
        if (spent.putIfAbsent(claims.getIssuer() + ' ' + jti, until) != null) {
            throw refusal("this assertion was used before");
        }
    }

    private static Refusal refusal(String description) {
        return new Refusal(Code.INVALID_CLIENT, description);
    }
}
