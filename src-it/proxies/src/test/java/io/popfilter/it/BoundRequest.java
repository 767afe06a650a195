// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.jose.SignatureAlgorithm;
import java.util.Base64;
import java.util.Map;

/** Requests that are bound to a certificate or to a connection. */
final class BoundRequest {

    static final String HOST = "api.example.com";

    private static final String TARGET = "/orders";
    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);

    private BoundRequest() {}

    /** Not signed: a token that is bound to this certificate alone (RFC 8705 section 3). */
    static WireRequest toCertificate(TestCertificate certificate) {
        return request("Bearer " + token(Map.of("x5t#S256", certificate.thumbprint())));
    }

    /** Signed, with a token that is bound to this certificate too. */
    static WireRequest toKeyAndCertificate(TestCertificate certificate) {
        String token = token(Map.of("jwk", KEY.jwk(), "x5t#S256", certificate.thumbprint()));
        return request(Proof.of(token, KEY, "GET", HOST, TARGET).authorization());
    }

    /** Signed for no connection. */
    static WireRequest toNoConnection() {
        return request(proof().authorization());
    }

    /** Signed for the connection with this channel binding, given as a proxy writes it. */
    static WireRequest toConnection(String type, String byteSequence) {
        String base64 = byteSequence.substring(1, byteSequence.length() - 1);
        return toConnection(type, Base64.getDecoder().decode(base64));
    }

    /** Signed for the connection with this channel binding. */
    static WireRequest toConnection(String type, byte[] binding) {
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(binding);
        return request(proof().claim("cb", type + ":" + value).authorization());
    }

    private static Proof proof() {
        return Proof.of(token(Map.of("jwk", KEY.jwk())), KEY, "GET", HOST, TARGET);
    }

    private static String token(Map<String, Object> cnf) {
        return AuthorizationServer.ONLY.token(TokenForm.SIGNED, AuthorizationServer.ONLY.claims(cnf));
    }

    private static WireRequest request(String authorization) {
        return WireRequest.of("GET", TARGET, HOST).field("Authorization", authorization);
    }

    /** A certificate as RFC 9440 writes it. */
    static String byteSequence(TestCertificate certificate) {
        return ":" + Base64.getEncoder().encodeToString(certificate.der()) + ":";
    }
}
