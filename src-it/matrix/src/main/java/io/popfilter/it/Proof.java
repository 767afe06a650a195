// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * An authenticator, written out by hand from the draft: in order as long as nothing is changed.
 *
 * <p>For targets and values that are canonical as they stand; it does no canonicalization of its own.
 */
final class Proof {

    private final ClientKey key;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private UnaryOperator<String> onHeaderText = UnaryOperator.identity();
    private UnaryOperator<String> onClaimsText = UnaryOperator.identity();

    private Proof(ClientKey key) {
        this.key = key;
    }

    static Proof of(String token, ClientKey key, String method, String authority, String target) {
        Proof proof = new Proof(key);
        proof.header.put("typ", "pop");
        proof.header.put("alg", key.algorithm().joseName());
        int questionMark = target.indexOf('?');
        proof.claims.put("at", token);
        proof.claims.put("ts", AuthorizationServer.ONLY.now().getEpochSecond());
        proof.claims.put("jti", UUID.randomUUID().toString());
        proof.claims.put("m", method);
        proof.claims.put("u", authority);
        proof.claims.put("p", questionMark < 0 ? target : target.substring(0, questionMark));
        proof.query(questionMark < 0 ? "" : target.substring(questionMark + 1));
        return proof.body(new byte[0]);
    }

    /** Covers this query, of pairs. */
    Proof query(String query) {
        List<String> names = query.isEmpty()
                ? List.of()
                : Arrays.stream(query.split("&", -1))
                        .map(pair -> pair.split("=", 2)[0])
                        .toList();
        return claim("q", List.of(names, sha256(query)));
    }

    /** Covers the body alone. */
    Proof body(byte[] octets) {
        return claim("b", sha256(octets));
    }

    /** Covers these fields: names and values in turn. */
    Proof fields(String... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add(namesAndValues[i]);
            lines.add(namesAndValues[i] + ": " + namesAndValues[i + 1]);
        }
        return claim("h", List.of(names, sha256(String.join("\n", lines))));
    }

    Proof claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    Proof without(String name) {
        claims.remove(name);
        return this;
    }

    Proof header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    Proof withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /** Changes the header's text, before it is signed. */
    Proof headerText(UnaryOperator<String> change) {
        onHeaderText = change;
        return this;
    }

    /** Changes the payload's text, before it is signed. */
    Proof claimsText(UnaryOperator<String> change) {
        onClaimsText = change;
        return this;
    }

    Object claim(String name) {
        return claims.get(name);
    }

    String signingInput() {
        return base64(onHeaderText.apply(JSONObjectUtils.toJSONString(header))) + "."
                + base64(onClaimsText.apply(JSONObjectUtils.toJSONString(claims)));
    }

    String compact() {
        String input = signingInput();
        return input + "." + Base64URL.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    String authorization() {
        return "PoP " + compact();
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String sha256(byte[] octets) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(octets))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64URL.encode(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
