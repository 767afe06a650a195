// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import io.popfilter.examples.quickstart.as.TokenRefusal.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who asks: {@code client_secret_basic} (RFC 6749 section 2.3.1). */
final class ClientAuthentication {

    private final Map<String, RegisteredClient> clients = new HashMap<>();

    ClientAuthentication(List<RegisteredClient> clients) {
        clients.forEach(client -> this.clients.put(client.id(), client));
    }

    RegisteredClient authenticate(@Nullable String authorization) throws TokenRefusal {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
            throw new TokenRefusal(Code.INVALID_CLIENT, "authenticate with client_secret_basic");
        }
        String[] idAndSecret = decode(authorization.substring("Basic ".length()).strip());
        RegisteredClient client = clients.get(idAndSecret[0]);
        if (client == null || !client.hasSecret(idAndSecret[1])) {
            throw new TokenRefusal(Code.INVALID_CLIENT, "unknown client, or wrong secret");
        }
        return client;
    }

    /** Id and secret are form-encoded first, and then put into Basic. */
    private static String[] decode(String credentials) throws TokenRefusal {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon >= 0) {
                return new String[] {
                    URLDecoder.decode(text.substring(0, colon), StandardCharsets.UTF_8),
                    URLDecoder.decode(text.substring(colon + 1), StandardCharsets.UTF_8)
                };
            }
        } catch (IllegalArgumentException e) {
            // neither base64 nor form-encoded: refused below
        }
        throw new TokenRefusal(Code.INVALID_CLIENT, "malformed Basic credentials");
    }
}
