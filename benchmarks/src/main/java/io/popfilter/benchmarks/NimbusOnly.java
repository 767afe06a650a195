// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The same checks as one writes them at first, with Nimbus JOSE+JWT and Caffeine: parse, look, compare. It trusts the
 * library's parsing where popfilter is stricter.
 */
final class NimbusOnly implements Variant<SignedRequest> {

    private static final long MAX_AGE_SECONDS = 60;
    private static final long MAX_FUTURE_SECONDS = 5;

    private record Token(JWTClaimsSet claims, JWSVerifier verifier, String thumbprint) {}

    private final JWSAlgorithm algorithm;
    private final @Nullable JWEDecrypter decrypter;
    private final JWSVerifier issuer;
    private final @Nullable Cache<String, Token> tokens;
    private Cache<String, Boolean> spent = newSpentIds();

    NimbusOnly(Material material) throws JOSEException {
        Scenario scenario = material.scenario();
        this.algorithm = scenario.isSymmetric() ? JWSAlgorithm.HS256 : JWSAlgorithm.ES256;
        this.decrypter = switch (scenario.wrapping()) {
            case A256KW -> new AESDecrypter(material.wrappingKey());
            case DIR -> new DirectDecrypter(material.wrappingKey());
            case SIGNED -> null;
        };
        this.issuer = new ECDSAVerifier(material.issuerKey());
        this.tokens = scenario.isTokenCached()
                ? Caffeine.newBuilder().maximumSize(10_000).build()
                : null;
    }

    @Override
    @SuppressWarnings("UnusedException") // only whether it passes is asked for
    public boolean accepts(SignedRequest request) throws JOSEException, NoSuchAlgorithmException {
        try {
            return verify(request);
        } catch (ParseException e) {
            return false;
        }
    }

    private boolean verify(SignedRequest request) throws ParseException, JOSEException, NoSuchAlgorithmException {
        SignedJWT jws = SignedJWT.parse(request.authorization().substring("PoP ".length()));
        if (!new JOSEObjectType("pop").equals(jws.getHeader().getType())
                || !algorithm.equals(jws.getHeader().getAlgorithm())) {
            return false;
        }
        Map<String, Object> claims = jws.getPayload().toJSONObject();
        long age = Material.NOW.getEpochSecond() - JSONObjectUtils.getLong(claims, "ts");
        if (age > MAX_AGE_SECONDS || age < -MAX_FUTURE_SECONDS) {
            return false;
        }
        Token token = token(JSONObjectUtils.getString(claims, "at"));
        if (Material.NOW.isAfter(token.claims().getExpirationTime().toInstant())
                || !jws.verify(token.verifier())
                || !isCovered(claims, request)) {
            return false;
        }
        String id = token.thumbprint() + ' ' + JSONObjectUtils.getString(claims, "jti");
        return spent.asMap().putIfAbsent(id, Boolean.TRUE) == null;
    }

    private Token token(String text) throws ParseException, JOSEException {
        Token known = tokens == null ? null : tokens.getIfPresent(text);
        if (known != null) {
            return known;
        }
        JWTClaimsSet claims = decrypter == null ? verified(text) : decrypted(text, decrypter);
        if (!Material.ISSUER.equals(claims.getIssuer()) || !claims.getAudience().contains(Material.RESOURCE)) {
            throw new ParseException("a token of or for somebody else", 0);
        }
        JWK key = JWK.parse(JSONObjectUtils.getJSONObject(claims.getJSONObjectClaim("cnf"), "jwk"));
        JWSVerifier verifier = algorithm.equals(JWSAlgorithm.HS256)
                ? new MACVerifier(key.toOctetSequenceKey())
                : new ECDSAVerifier(key.toECKey());
        Token token = new Token(claims, verifier, key.computeThumbprint().toString());
        if (tokens != null) {
            tokens.put(text, token);
        }
        return token;
    }

    private static JWTClaimsSet decrypted(String text, JWEDecrypter decrypter) throws ParseException, JOSEException {
        EncryptedJWT jwt = EncryptedJWT.parse(text);
        jwt.decrypt(decrypter);
        return jwt.getJWTClaimsSet();
    }

    private JWTClaimsSet verified(String text) throws ParseException, JOSEException {
        SignedJWT jwt = SignedJWT.parse(text);
        if (!jwt.verify(issuer)) {
            throw new ParseException("a forged token", 0);
        }
        return jwt.getJWTClaimsSet();
    }

    private static boolean isCovered(Map<String, Object> claims, SignedRequest request)
            throws ParseException, NoSuchAlgorithmException {
        return request.method().equals(JSONObjectUtils.getString(claims, "m"))
                && SignedRequest.AUTHORITY.equals(JSONObjectUtils.getString(claims, "u"))
                && request.rawPath().equals(JSONObjectUtils.getString(claims, "p"))
                && isQueryCovered(JSONObjectUtils.getJSONArray(claims, "q"), request)
                && areFieldsCovered(JSONObjectUtils.getJSONArray(claims, "h"), request)
                && hash(request.octets()).equals(JSONObjectUtils.getBase64URL(claims, "b"));
    }

    private static boolean isQueryCovered(List<Object> claim, SignedRequest request) throws NoSuchAlgorithmException {
        List<String> names = new ArrayList<>();
        for (String parameter : request.rawQuery().split("&", -1)) {
            names.add(parameter.split("=", 2)[0]);
        }
        return names.equals(claim.get(0))
                && hash(request.rawQuery().getBytes(StandardCharsets.ISO_8859_1))
                        .equals(new Base64URL((String) claim.get(1)));
    }

    private static boolean areFieldsCovered(List<Object> claim, SignedRequest request) throws NoSuchAlgorithmException {
        List<?> names = (List<?>) claim.get(0);
        List<String> lines = new ArrayList<>();
        for (Object name : names) {
            lines.add(name + ": " + request.fieldLines((String) name).get(0));
        }
        return names.contains("content-type")
                && hash(String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1))
                        .equals(new Base64URL((String) Objects.requireNonNull(claim.get(1))));
    }

    private static Base64URL hash(byte[] octets) throws NoSuchAlgorithmException {
        return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    @Override
    public void forgetSpentIds() {
        spent = newSpentIds();
    }

    private static Cache<String, Boolean> newSpentIds() {
        return Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofSeconds(MAX_AGE_SECONDS + MAX_FUTURE_SECONDS + 1))
                .build();
    }
}
