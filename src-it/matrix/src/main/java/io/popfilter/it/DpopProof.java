// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A DPoP proof, written out by hand from RFC 9449 section 4.2: in order as long as nothing is changed. */
final class DpopProof {

    private final ClientKey key;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private DpopProof(ClientKey key) {
        this.key = key;
    }

    static DpopProof of(String token, ClientKey key, String method, String uri) {
        DpopProof proof = new DpopProof(key);
        proof.header.put("typ", "dpop+jwt");
        proof.header.put("alg", key.algorithm().joseName());
        proof.header.put("jwk", key.jwk());
        proof.claims.put("jti", UUID.randomUUID().toString());
        proof.claims.put("htm", method);
        proof.claims.put("htu", uri);
        proof.claims.put("iat", AuthorizationServer.ONLY.now().getEpochSecond());
        proof.claims.put("ath", Proof.sha256(token));
        return proof;
    }

    DpopProof claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    DpopProof without(String name) {
        claims.remove(name);
        return this;
    }

    String compact() {
        String input =
                base64(JSONObjectUtils.toJSONString(header)) + "." + base64(JSONObjectUtils.toJSONString(claims));
        return input + "." + Base64URL.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(String text) {
        return Base64URL.encode(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
