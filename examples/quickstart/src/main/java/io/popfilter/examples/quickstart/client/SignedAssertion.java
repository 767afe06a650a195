// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/**
 * {@code private_key_jwt} (RFC 7523 section 2.2): a new assertion for each request, good for a minute.
 *
 * @param id the {@code client_id}
 * @param key a P-256 key pair, whose public half is registered
 * @param issuer the authorization server
 * @param clock the time
 */
public record SignedAssertion(String id, ECKey key, String issuer, InstantSource clock) implements ClientCredentials {

    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Override
    public void addTo(HttpRequest.Builder request, Map<String, String> form) {
        form.put("client_assertion_type", TYPE);
        form.put("client_assertion", assertion());
    }

    private String assertion() {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(issuer)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(1))))
                .build();
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalArgumentException("not a P-256 key pair", e);
        }
    }

    /** The id only. */
    @Override
    public String toString() {
        return id;
    }
}
