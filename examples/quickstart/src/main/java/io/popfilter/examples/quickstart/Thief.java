// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import java.net.URI;
import java.net.http.HttpRequest;

/** What somebody can do who read a token or a signed request on its way, but does not have the key. */
final class Thief {

    private Thief() {}

    /** Sends the stolen token without any proof. */
    static HttpRequest bearer(String token, URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    /** Sends the signed request somewhere else. */
    static HttpRequest redirected(HttpRequest signed, URI uri) {
        return HttpRequest.newBuilder(signed, (name, value) -> true).uri(uri).build();
    }

    /** Sends the proof of a request with another token. */
    static HttpRequest withToken(HttpRequest signed, String token) {
        return HttpRequest.newBuilder(signed, (name, value) -> true)
                .setHeader("Authorization", "DPoP " + token)
                .build();
    }

    /** Sends the signed request with another body, as a POST. */
    static HttpRequest withBody(HttpRequest signed, String body) {
        return HttpRequest.newBuilder(signed, (name, value) -> true)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
