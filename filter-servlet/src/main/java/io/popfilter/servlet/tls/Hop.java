// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.tls.CertificateThumbprint;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How it is known that a request comes from the proxy: what anybody else says of a connection is worth nothing. */
public sealed interface Hop {

    /** Why this request may be from somebody else; nothing when it is from the proxy. */
    Optional<String> doubt(HttpServletRequest request);

    /** Fields, by their names in lower case, that the proxy proves itself with and nobody else has to see. */
    default Set<String> secretFields() {
        return Set.of();
    }

    /**
     * The proxy connects with TLS, and with one of these certificates.
     *
     * @param certificates at least one
     */
    record PinnedProxy(Set<CertificateThumbprint> certificates) implements Hop {

        /** Copies the set. */
        public PinnedProxy {
            certificates = Set.copyOf(certificates);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("a proxy that has no certificate");
            }
        }

        @Override
        public Optional<String> doubt(HttpServletRequest request) {
            Optional<CertificateThumbprint> connected =
                    new DirectTls().of(request).clientCertificate();
            if (connected.isEmpty()) {
                return Optional.of("whoever connected has no certificate");
            }
            return connected.filter(certificates::contains).isPresent()
                    ? Optional.empty()
                    : Optional.of("whoever connected has the certificate "
                            + connected.get().value());
        }
    }

    /**
     * The proxy sends a secret.
     *
     * @param field in lower case
     * @param secret printable ASCII
     */
    record SharedSecret(String field, String secret) implements Hop {

        @Override
        public Optional<String> doubt(HttpServletRequest request) {
            List<String> lines = Lines.of(request, field);
            if (lines.size() != 1) {
                return Optional.of(field + " is on " + lines.size() + " lines");
            }
            boolean isSame = MessageDigest.isEqual(
                    lines.get(0).getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
            return isSame ? Optional.empty() : Optional.of(field + " is not the secret of the proxy");
        }

        @Override
        public Set<String> secretFields() {
            return Set.of(field);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "SharedSecret[field=" + field + ']';
        }
    }

    /** Nobody but the proxy reaches the listener; the operator says so, and nothing here can tell. */
    record PrivateListener() implements Hop {

        @Override
        public Optional<String> doubt(HttpServletRequest request) {
            return Optional.empty();
        }
    }
}
