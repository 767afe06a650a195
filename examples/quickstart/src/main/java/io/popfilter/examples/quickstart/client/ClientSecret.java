// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * {@code client_secret_basic} (RFC 6749 section 2.3.1).
 *
 * @param id the {@code client_id}
 * @param secret the {@code client_secret}
 */
public record ClientSecret(String id, String secret) implements ClientCredentials {

    @Override
    public void addTo(HttpRequest.Builder request, Map<String, String> form) {
        String credentials = FormPost.encode(id) + ":" + FormPost.encode(secret);
        request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The id only. */
    @Override
    public String toString() {
        return id;
    }
}
