// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A form to post, and perhaps the credentials that go with it. Never shows its values. */
public final class Form {

    private final StringBuilder text = new StringBuilder();
    private @Nullable String authorization;

    /** An empty form. */
    public Form() {}

    /** Adds a field. */
    public Form field(String name, String value) {
        text.append(text.isEmpty() ? "" : "&").append(encode(name)).append('=').append(encode(value));
        return this;
    }

    /** Adds HTTP Basic credentials of an OAuth client, form-encoded first (RFC 6749 section 2.3.1). */
    public Form basic(String clientId, String clientSecret) {
        String credentials = encode(clientId) + ":" + encode(clientSecret);
        authorization = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    String text() {
        return text.toString();
    }

    Optional<String> authorization() {
        return Optional.ofNullable(authorization);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
