// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import io.popfilter.fetch.Form;
import io.popfilter.jose.CompactJwsWriter;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** How this resource server identifies itself to the introspection endpoint (RFC 7662 section 2.1). */
public sealed interface ResourceServerCredentials {

    /** Adds them to a request. */
    Form addTo(Form form, Instant now);

    /** The identifier of this resource server at the authorization server. */
    String clientId();

    /** {@code client_secret_basic} (RFC 6749 section 2.3.1). */
    record Basic(String clientId, String clientSecret) implements ResourceServerCredentials {
        @Override
        public Form addTo(Form form, Instant now) {
            return form.basic(clientId, clientSecret);
        }

        @Override
        public String toString() {
            return "client_secret_basic " + clientId;
        }
    }

    /** {@code client_secret_post} (RFC 6749 section 2.3.1). */
    record Post(String clientId, String clientSecret) implements ResourceServerCredentials {
        @Override
        public Form addTo(Form form, Instant now) {
            return form.field("client_id", clientId).field("client_secret", clientSecret);
        }

        @Override
        public String toString() {
            return "client_secret_post " + clientId;
        }
    }

    /**
     * {@code private_key_jwt} (RFC 7523 section 2.2): an assertion that lives for a minute.
     *
     * @param audience the authorization server, its issuer identifier
     */
    record PrivateKeyJwt(String clientId, SigningKey key, String audience) implements ResourceServerCredentials {

        private static final Duration LIFETIME = Duration.ofMinutes(1);
        private static final SecureRandom RANDOM = new SecureRandom();

        @Override
        public Form addTo(Form form, Instant now) {
            byte[] id = new byte[16];
            RANDOM.nextBytes(id);
            JsonWriter claims = new JsonWriter();
            claims.text("iss", clientId);
            claims.text("sub", clientId);
            claims.text("aud", audience);
            claims.text("jti", Base64Url.encode(id));
            claims.number("iat", now.getEpochSecond());
            claims.number("exp", now.plus(LIFETIME).getEpochSecond());
            return form.field("client_id", clientId)
                    .field("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .field("client_assertion", new CompactJwsWriter().write(key, "JWT", claims.toString()));
        }
    }

    /** {@code tls_client_auth} or {@code self_signed_tls_client_auth} (RFC 8705 section 2): the connection says it. */
    record MutualTls(String clientId) implements ResourceServerCredentials {
        @Override
        public Form addTo(Form form, Instant now) {
            return form.field("client_id", clientId);
        }
    }
}
