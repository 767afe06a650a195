// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Makes signed requests: each is good for one use, and only as it is. */
public final class SignedRequests {

    private final RequestSigner signer;

    /** Signs with the key that this token is bound to. */
    public SignedRequests(KeyBoundToken token) {
        this.signer = RequestSigner.of(token.accessToken(), token.key(), InstantSource.system());
    }

    /** GET. */
    public HttpRequest get(URI uri) {
        String authorization = signer.authorization(RequestToSign.of("GET", uri));
        return HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .build();
    }

    /** POST of a JSON text: its octets and its media type are signed too. */
    public HttpRequest post(URI uri, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        RequestToSign toSign = RequestToSign.of("POST", uri).body("application/json", body);
        return HttpRequest.newBuilder(uri)
                .header("Authorization", signer.authorization(toSign))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
