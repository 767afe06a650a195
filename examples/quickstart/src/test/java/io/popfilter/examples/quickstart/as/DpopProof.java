// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A DPoP proof of a P-256 key for the token endpoint, written by hand: good until something is changed, except for the nonce. */
final class DpopProof {

    private final ECKey key;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    DpopProof(RunningServer as, ECKey key) {
        this.key = key;
        header.put("typ", "dpop+jwt");
        header.put("alg", "ES256");
        header.put("jwk", key.toPublicJWK().toJSONObject());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", "POST");
        claims.put("htu", as.server.tokenEndpoint().toString());
        claims.put("iat", as.clock.instant().getEpochSecond());
    }

    DpopProof header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    DpopProof withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    DpopProof claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    DpopProof without(String name) {
        claims.remove(name);
        return this;
    }

    String compact() throws JOSEException, GeneralSecurityException {
        return compact(JSONObjectUtils.toJSONString(header), JSONObjectUtils.toJSONString(claims));
    }

    /** The compact form of other texts, signed. */
    String compact(String headerText, String claimsText) throws JOSEException, GeneralSecurityException {
        String input = RunningServer.base64Url(headerText) + "." + RunningServer.base64Url(claimsText);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key.toECPrivateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }
}
