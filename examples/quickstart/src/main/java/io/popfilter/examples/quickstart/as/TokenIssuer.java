// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Makes the access tokens (RFC 9068, with the {@code cnf} claim of RFC 7800), in the form that the resource server wants. */
final class TokenIssuer {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final String issuer;
    private final SigningKeys keys;
    private final IssuedTokens issued;
    private final InstantSource clock;

    TokenIssuer(String issuer, SigningKeys keys, IssuedTokens issued, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.issued = issued;
        this.clock = clock;
    }

    String issue(TokenRequest request) throws JOSEException {
        ResourceServer reader = request.resourceServer();
        JWTClaimsSet readable = claims(request, request.key().confirmationFor(reader));
        String token = switch (reader.format()) {
            case BY_KEY -> request.key().isSecret() ? encrypt(readable, request) : sign(readable);
            case ENCRYPTED -> encrypt(readable, request);
            case SIGNED -> sign(readable);
            case OPAQUE -> RandomText.ofOctets(32);
        };
        issued.add(token, new IssuedToken(reader, request.type(), readable));
        return token;
    }

    private JWTClaimsSet claims(TokenRequest request, Map<String, Object> cnf) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(request.resourceServer().identifier())
                .subject(request.client().id()) // RFC 9068 section 2.2: no resource owner in this grant
                .claim("client_id", request.client().id())
                .claim("scope", String.join(" ", request.scopes()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .claim("cnf", cnf);
        if (request.singleUse()) {
            claims.claim("single_use", true);
        }
        return claims.build();
    }

    private String sign(JWTClaimsSet claims) throws JOSEException {
        return keys.sign(ACCESS_TOKEN, claims);
    }

    /** In an encrypted token the key need not be wrapped once more. The shared key also proves where it comes from. */
    private static String encrypt(JWTClaimsSet claims, TokenRequest request) throws JOSEException {
        ResourceServer reader = request.resourceServer();
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.A256KW, WrappedKey.ENCRYPTION)
                .type(ACCESS_TOKEN)
                .keyID(reader.sharedKey().getKeyID())
                .build();
        JWTClaimsSet withKey = new JWTClaimsSet.Builder(claims)
                .claim("cnf", request.key().confirmation())
                .build();
        EncryptedJWT token = new EncryptedJWT(header, withKey);
        token.encrypt(new AESEncrypter(reader.sharedKey()));
        return token.serialize();
    }
}
