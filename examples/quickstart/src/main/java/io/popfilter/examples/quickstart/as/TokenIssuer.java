// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/**
 * Makes the access tokens (RFC 9068, with the {@code cnf} claim of RFC 7800).
 *
 * <p>A token with a secret key in it is encrypted under the key shared with its resource server, which also proves where
 * it comes from. Any other token is signed.
 */
final class TokenIssuer {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final String issuer;
    private final InstantSource clock;
    private final ECKey signingKey;

    TokenIssuer(String issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
        try {
            this.signingKey = new ECKeyGenerator(Curve.P_256)
                    .keyIDFromThumbprint(true)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot make a P-256 key", e);
        }
    }

    String issue(TokenRequest request) throws JOSEException {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(request.resourceServer().identifier())
                .subject(request.client().id()) // RFC 9068 section 2.2: no resource owner in this grant
                .claim("client_id", request.client().id())
                .claim("scope", String.join(" ", request.scopes()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .claim("cnf", request.key().inToken())
                .build();
        return request.key().isSecret() ? encrypt(claims, request.resourceServer()) : sign(claims);
    }

    /** The public half of the signing key, as a JWK Set. */
    String verificationKeys() {
        return new JWKSet(signingKey.toPublicJWK()).toString();
    }

    private static String encrypt(JWTClaimsSet claims, ResourceServer reader) throws JOSEException {
        JWEHeader header = new JWEHeader.Builder(ResourceServer.WRAPPING, ResourceServer.ENCRYPTION)
                .type(ACCESS_TOKEN)
                .keyID(reader.sharedKey().getKeyID())
                .build();
        EncryptedJWT token = new EncryptedJWT(header, claims);
        token.encrypt(new AESEncrypter(reader.sharedKey()));
        return token.serialize();
    }

    private String sign(JWTClaimsSet claims) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(ACCESS_TOKEN)
                .keyID(signingKey.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new ECDSASigner(signingKey));
        return token.serialize();
    }
}
