// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import java.io.InputStream;
import java.util.List;

/** One request in two spellings, which have the same canonical form. */
public enum Spelling implements ReceivedRequest {
    /** As our signer's users send it. */
    CANONICAL(
            "api.example.com:8443",
            "/customers/4711/accounts/DE0212-03000000",
            "currency=EUR&limit=20&sort=date%2Bamount",
            "application/json;charset=utf-8"),
    /** Everything in the letter case and the percent-encoding that takes most work. */
    RESPELLED(
            "API.Example.com:8443",
            "/customers/%34711/accounts/DE0212%2d03000000",
            "currency=%45UR&limit=20&sort=date%2bamount",
            "Application/JSON; charset=UTF-8");

    static final String FIELD = "content-type";

    private final String host;
    private final String path;
    private final String query;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> contentType;

    Spelling(String host, String path, String query, String contentType) {
        this.host = host;
        this.path = path;
        this.query = query;
        this.contentType = List.of(contentType);
    }

    String host() {
        return host;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public String rawQuery() {
        return query;
    }

    @Override
    public List<String> fieldLines(String lowerCaseName) {
        return lowerCaseName.equals(FIELD) ? contentType : List.of();
    }

    @Override
    public String peerAddress() {
        throw unused();
    }

    @Override
    public ExternalAddress connectedAddress(CanonicalRules rules) {
        throw unused();
    }

    @Override
    public long announcedBodyLength() {
        throw unused();
    }

    @Override
    public InputStream body() {
        throw unused();
    }

    private static IllegalStateException unused() {
        return new IllegalStateException("nothing is verified");
    }
}
