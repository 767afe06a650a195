// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Keys, a token and DPoP proofs, signed without the help of what is measured. */
final class DpopMaterial {

    static final String ISSUER = "https://as.example.com";
    static final String RESOURCE = "https://api.example.com";

    private static final int RSA_BITS = 2048;
    private static final int ED25519_OCTETS = 32;

    private final DpopScenario scenario;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS); // Nimbus asks the system's clock
    private final ECKey issuerKey;
    private final KeyPair clientPair;
    private final JWK clientKey;
    private final String token;

    DpopMaterial(DpopScenario scenario) throws JOSEException, GeneralSecurityException {
        this.scenario = scenario;
        this.issuerKey = new ECKeyGenerator(Curve.P_256).keyID("issuer-2026").generate();
        switch (scenario) {
            case DPOP_ES256 -> {
                this.clientPair = new ECKeyGenerator(Curve.P_256).generate().toKeyPair();
                this.clientKey = new ECKey.Builder(Curve.P_256, (ECPublicKey) clientPair.getPublic()).build();
            }
            case DPOP_EDDSA -> {
                this.clientPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                byte[] spki = clientPair.getPublic().getEncoded();
                byte[] x = Arrays.copyOfRange(spki, spki.length - ED25519_OCTETS, spki.length);
                this.clientKey = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).build();
            }
            case DPOP_RS256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
                this.clientPair = generator.generateKeyPair();
                this.clientKey = new RSAKey.Builder((RSAPublicKey) clientPair.getPublic()).build();
            }
            default -> throw new IllegalArgumentException(scenario.name());
        }
        this.token = newToken();
    }

    private String newToken() throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(issuerKey.getKeyID())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("c5d1a0f2-alice")
                .audience(RESOURCE)
                .claim("client_id", "mobile-app-3")
                .claim("scope", "accounts:read transfers:write")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .jwtID("9f1c7e52b0a84d3e")
                .claim("cnf", Map.of("jkt", clientKey.computeThumbprint().toString()))
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(issuerKey));
        return jwt.serialize();
    }

    /** Requests with freshly signed proofs, each with an id of its own. */
    DpopRequest[] sign(int count) throws GeneralSecurityException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", scenario.joseName());
        header.put("jwk", clientKey.toJSONObject());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("htm", DpopRequest.METHOD);
        claims.put("htu", "https://" + DpopRequest.AUTHORITY + DpopRequest.PATH);
        claims.put("iat", now.getEpochSecond());
        claims.put(
                "ath",
                Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(octets(token)))
                        .toString());
        String head = Base64URL.encode(JSONObjectUtils.toJSONString(header)) + ".";
        Signature engine = Signature.getInstance(scenario.jcaName());
        DpopRequest[] requests = new DpopRequest[count];
        for (int i = 0; i < count; i++) {
            claims.put("jti", UUID.randomUUID().toString());
            String signingInput = head + Base64URL.encode(JSONObjectUtils.toJSONString(claims));
            engine.initSign(clientPair.getPrivate());
            engine.update(octets(signingInput));
            String proof = signingInput + "." + Base64URL.encode(engine.sign());
            requests[i] = new DpopRequest(DpopRequest.PATH, token, proof);
        }
        return requests;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    DpopScenario scenario() {
        return scenario;
    }

    InstantSource clock() {
        return InstantSource.fixed(now);
    }

    ECKey issuerKey() {
        return issuerKey.toPublicJWK();
    }

    PublicKey clientKey() {
        return clientPair.getPublic();
    }
}
