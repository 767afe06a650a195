// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import com.nimbusds.jose.util.Base64URL;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request with a token, a DPoP proof and three query parameters; no container in between. */
final class DpopRequest implements ReceivedRequest {

    static final String METHOD = "GET";
    static final String AUTHORITY = "api.example.com";
    static final String PATH = "/accounts/4711/transfers";

    private static final String QUERY = "currency=EUR&limit=20&sort=date";

    private final String path;
    private final String token;
    private final String proof;
    private final List<String> authorizationLines;
    private final List<String> proofLines;
    private final byte[] signingInput;
    private final byte[] signature;

    DpopRequest(String path, String token, String proof) {
        this.path = path;
        this.token = token;
        this.proof = proof;
        this.authorizationLines = List.of("DPoP " + token);
        this.proofLines = List.of(proof);
        int dot = proof.lastIndexOf('.');
        this.signingInput = proof.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        this.signature = new Base64URL(proof.substring(dot + 1)).decode();
    }

    DpopRequest withChangedPath() {
        return new DpopRequest(path + "/1", token, proof);
    }

    DpopRequest withChangedToken() {
        return new DpopRequest(path, withChange(token), proof);
    }

    DpopRequest withChangedSignature() {
        return new DpopRequest(path, token, withChange(proof));
    }

    private static String withChange(String jws) {
        int at = jws.lastIndexOf('.') + 1;
        char other = jws.charAt(at) == 'A' ? 'B' : 'A';
        return jws.substring(0, at) + other + jws.substring(at + 1);
    }

    /** What is signed, as octets. */
    byte[] signingInput() {
        return signingInput;
    }

    /** The signature of the proof, decoded. */
    byte[] signature() {
        return signature;
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public String rawQuery() {
        return QUERY;
    }

    @Override
    public List<String> fieldLines(String lowerCaseName) {
        return switch (lowerCaseName) {
            case "authorization" -> authorizationLines;
            case "dpop" -> proofLines;
            default -> List.of();
        };
    }

    @Override
    public String peerAddress() {
        throw new IllegalStateException("an address is configured");
    }

    @Override
    public ExternalAddress connectedAddress(CanonicalRules rules) {
        throw new IllegalStateException("an address is configured");
    }

    @Override
    public long announcedBodyLength() {
        return 0;
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }
}
