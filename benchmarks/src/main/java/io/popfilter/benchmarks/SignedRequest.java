// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request with three query parameters, two covered fields and a small body; no container in between. */
final class SignedRequest implements ReceivedRequest {

    static final String METHOD = "POST";
    static final String AUTHORITY = "api.example.com";
    static final String PATH = "/accounts/4711/transfers";
    static final String QUERY = "currency=EUR&limit=20&sort=date";
    static final String CONTENT_TYPE = "application/json";
    static final String TENANT = "bank-of-examples";

    private static final String BODY =
            "{\"to\":\"DE02120300000000202051\",\"amount\":\"120.50\",\"text\":\"invoice 2026-118\"}";
    private static final List<String> CONTENT_TYPE_LINES = List.of(CONTENT_TYPE);
    private static final List<String> TENANT_LINES = List.of(TENANT);

    private final String authorization;
    private final List<String> authorizationLines;
    private final byte[] body;

    SignedRequest(String authorization, byte[] body) {
        this.authorization = authorization;
        this.authorizationLines = List.of(authorization);
        this.body = body;
    }

    static byte[] originalBody() {
        return BODY.getBytes(StandardCharsets.US_ASCII);
    }

    SignedRequest withChangedBody() {
        byte[] changed = body.clone();
        changed[changed.length - 3] ^= 1;
        return new SignedRequest(authorization, changed);
    }

    SignedRequest withChangedSignature() {
        int at = authorization.lastIndexOf('.') + 1;
        char other = authorization.charAt(at) == 'A' ? 'B' : 'A';
        return new SignedRequest(authorization.substring(0, at) + other + authorization.substring(at + 1), body);
    }

    String authorization() {
        return authorization;
    }

    byte[] octets() {
        return body;
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public String rawPath() {
        return PATH;
    }

    @Override
    public String rawQuery() {
        return QUERY;
    }

    @Override
    public List<String> fieldLines(String lowerCaseName) {
        return switch (lowerCaseName) {
            case "authorization" -> authorizationLines;
            case "content-type" -> CONTENT_TYPE_LINES;
            case "x-tenant" -> TENANT_LINES;
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
        return body.length;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(body);
    }
}
