// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;

/** Keys, a token and signed requests of one scenario. Nothing in it goes stale: the clock stands. */
final class Material {

    static final String ISSUER = "https://as.example.com";
    static final String RESOURCE = "https://api.example.com";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final Scenario scenario;
    private final OctetSequenceKey wrappingKey;
    private final ECKey issuerKey;
    private final ECKey clientPair;
    private final SigningKey clientKey;
    private final String token;

    Material(Scenario scenario) throws JOSEException {
        this.scenario = scenario;
        this.wrappingKey =
                new OctetSequenceKeyGenerator(256).keyID("shared-2026").generate();
        this.issuerKey = new ECKeyGenerator(Curve.P_256).keyID("issuer-2026").generate();
        this.clientPair = new ECKeyGenerator(Curve.P_256).generate();
        OctetSequenceKey clientSecret = new OctetSequenceKeyGenerator(256).generate();
        if (scenario.isSymmetric()) {
            this.clientKey = SigningKey.secret(SignatureAlgorithm.HS256, clientSecret.toByteArray());
            this.token = encryptedToken(clientSecret);
        } else {
            this.clientKey = SigningKey.pair(SignatureAlgorithm.ES256, clientPair.toKeyPair());
            this.token = signedToken();
        }
    }

    private String encryptedToken(OctetSequenceKey clientSecret) throws JOSEException {
        boolean isDirect = scenario.wrapping() == Scenario.Wrapping.DIR;
        JWEHeader header = new JWEHeader.Builder(
                        isDirect ? JWEAlgorithm.DIR : JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
                .type(JOSEObjectType.JWT)
                .keyID(wrappingKey.getKeyID())
                .build();
        EncryptedJWT jwt = new EncryptedJWT(header, claims(clientSecret));
        jwt.encrypt(isDirect ? new DirectEncrypter(wrappingKey) : new AESEncrypter(wrappingKey));
        return jwt.serialize();
    }

    private String signedToken() throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(issuerKey.getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims(clientPair.toPublicJWK()));
        jwt.sign(new ECDSASigner(issuerKey));
        return jwt.serialize();
    }

    private static JWTClaimsSet claims(JWK confirmed) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("c5d1a0f2-alice")
                .audience(RESOURCE)
                .claim("client_id", "mobile-app-3")
                .claim("scope", "accounts:read transfers:write")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(3600)))
                .jwtID("9f1c7e52b0a84d3e")
                .claim("cnf", Map.of("jwk", confirmed.toJSONObject()))
                .build();
    }

    /** Freshly signed requests, each with an id of its own. */
    SignedRequest[] sign(int count) {
        RequestSigner signer = RequestSigner.of(token, clientKey, CLOCK);
        byte[] body = SignedRequest.originalBody();
        RequestToSign request = RequestToSign.of(
                        SignedRequest.METHOD,
                        URI.create(
                                "https://" + SignedRequest.AUTHORITY + SignedRequest.PATH + "?" + SignedRequest.QUERY))
                .field("x-tenant", SignedRequest.TENANT)
                .body(SignedRequest.CONTENT_TYPE, body);
        SignedRequest[] requests = new SignedRequest[count];
        for (int i = 0; i < count; i++) {
            requests[i] = new SignedRequest(signer.authorization(request), body);
        }
        return requests;
    }

    Scenario scenario() {
        return scenario;
    }

    OctetSequenceKey wrappingKey() {
        return wrappingKey;
    }

    ECKey issuerKey() {
        return issuerKey.toPublicJWK();
    }

    ECKey clientKey() {
        return clientPair.toPublicJWK();
    }

    String token() {
        return token;
    }
}
