// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.Optional;

/** How this server proves to the authorization server who it is. Never shows a secret. */
public sealed interface ClientAuthentication {

    /** {@code client_secret_basic}: the secret in the header field Authorization (RFC 6749 section 2.3.1). */
    record SecretBasic(String secret) implements ClientAuthentication {
        @Override
        public String toString() {
            return "SecretBasic";
        }
    }

    /** {@code client_secret_post}: the secret in the form (RFC 6749 section 2.3.1). */
    record SecretPost(String secret) implements ClientAuthentication {
        @Override
        public String toString() {
            return "SecretPost";
        }
    }

    /** {@code private_key_jwt}: an assertion signed with the private JWK in this file (RFC 7523 section 2.2). */
    record PrivateKeyJwt(Location key) implements ClientAuthentication {
        @Override
        public String toString() {
            return "PrivateKeyJwt";
        }
    }

    /** {@code tls_client_auth}: a certificate and its key in this PKCS #12 file (RFC 8705 section 2). */
    record MutualTls(Location keystore, Optional<String> password) implements ClientAuthentication {
        @Override
        public String toString() {
            return "MutualTls";
        }
    }
}
