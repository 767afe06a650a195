// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.nonce.ServerNonces;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nonces of a filter whose secret the test knows. */
final class ServerNonce {

    private static final byte[] SECRET = "a secret that only this test knows".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIFETIME = Duration.ofHours(24);

    private ServerNonce() {}

    /** Settings by which a filter demands them, and these settings besides. */
    static Map<String, String> settings(Map<String, String> others) {
        Map<String, String> settings = new LinkedHashMap<>(others);
        settings.put("nonce", "required");
        settings.put("nonce.secret", Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET));
        settings.put("nonce.lifetime", LIFETIME.toString());
        return settings;
    }

    /** One that is still good, and so old that the client gets a new one. */
    static String old() {
        return new ServerNonces(SECRET, LIFETIME, new SecureRandom())
                .issue("", AuthorizationServer.ONLY.now().minus(LIFETIME));
    }
}
