// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An access token in the making: right, until something is said that makes it wrong. Values are JSON texts. */
final class Token {

    /** How a content becomes a token. */
    private interface Wrapping {
        String wrap(String content, SecureRandom random);
    }

    private final Map<String, String> claims = new LinkedHashMap<>();
    private @Nullable String content;
    private Wrapping signing = (text, random) -> text;
    private Wrapping encryption = (text, random) -> text;
    private UnaryOperator<String> change = UnaryOperator.identity();

    private Token() {
        claims.put("iss", JsonText.string("https://as.example.com"));
        claims.put("sub", JsonText.string("alice"));
        claims.put("aud", JsonText.string("https://api.example.com"));
        claims.put("client_id", JsonText.string("client-1"));
        claims.put("scope", JsonText.string("read write"));
        claims.put("iat", Long.toString(Exchange.NOW - 60));
        claims.put("exp", Long.toString(Exchange.NOW + 600));
    }

    /** Encrypted with {@code dir} and A256GCM under the secret {@code shared-256}, bound to {@code client-secret-256}. */
    static Token shared() {
        return new Token()
                .direct("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"kid\":\"shared-256\",\"typ\":\"at+jwt\"}")
                .boundTo("client-secret-256");
    }

    /** Signed by {@code issuer-ed25519}, in the clear, bound to {@code client-p256}. */
    static Token signed() {
        return new Token().signedBy("issuer-ed25519", "EdDSA").boundTo("client-p256");
    }

    Token claim(String name, String json) {
        claims.put(name, json);
        return this;
    }

    Token without(String name) {
        claims.remove(name);
        return this;
    }

    /** The key itself in {@code cnf.jwk}. */
    Token boundTo(String kid) {
        return cnf("{\"jwk\":" + Keys.jwk(kid) + "}");
    }

    Token cnf(String json) {
        return claim("cnf", json);
    }

    /** What is signed or encrypted instead of the claims. */
    Token content(String text) {
        content = text;
        return this;
    }

    Token signedBy(String kid, String alg) {
        return signedWith("{\"alg\":\"" + alg + "\",\"kid\":\"" + kid + "\",\"typ\":\"at+jwt\"}", kid, alg);
    }

    Token signedWith(String header, String kid, String alg) {
        signing = (text, random) -> Jws.sign(header, text, kid, alg, random);
        return this;
    }

    Token unsecured(String header) {
        signing = (text, random) -> Jws.encode(header) + "." + Jws.encode(text) + ".";
        return this;
    }

    Token encryptedFor(String kid, String alg, String enc) {
        encryption = (text, random) -> Jwe.encrypt(alg, enc, kid, kid, text, random);
        return this;
    }

    Token encryptedWithoutKid(String key, String alg, String enc) {
        encryption = (text, random) -> Jwe.encrypt(alg, enc, key, null, text, random);
        return this;
    }

    /** A JWE by hand, under {@code shared-256}. */
    Token direct(String header) {
        encryption = (text, random) -> Jwe.direct(header, "shared-256", "", text, random);
        return this;
    }

    /** The text of the finished token is changed. */
    Token then(UnaryOperator<String> change) {
        this.change = change;
        return this;
    }

    /** One part of the finished token is changed. */
    Token thenPart(int index, UnaryOperator<String> partChange) {
        return then(text -> Exchange.changePart(text, index, partChange));
    }

    String text(SecureRandom random) {
        String text = content == null ? JsonText.object(claims) : content;
        return change.apply(encryption.wrap(signing.wrap(text, random), random));
    }
}
