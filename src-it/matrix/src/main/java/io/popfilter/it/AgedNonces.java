// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.nonce.ServerNonces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Nonces of a server whose secret the test knows too, so that it need not wait until one grows old. */
final class AgedNonces {

    private static final byte[] SECRET = "a secret of the test, and of it alone".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final ServerNonces nonces = new ServerNonces(SECRET, LIFETIME, new Random(9449));

    /** With these a server demands one, and takes those of here for its own. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("nonce", "required");
        settings.put("nonce.lifetime", LIFETIME.toString());
        settings.put("nonce.secret", Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET));
        return settings;
    }

    /** One that was just issued. */
    String current() {
        return nonces.issue("", Instant.now());
    }

    /** One that is about to expire. */
    String previous() {
        return nonces.issue("", Instant.now().minus(LIFETIME));
    }
}
