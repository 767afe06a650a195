// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateForm;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The header fields in which a proxy says what it knows of the TLS connection of its client.
 *
 * @param certificate the one with the client's certificate
 * @param bindings those with channel bindings, by their names in lower case
 */
public record ForwardedFields(Optional<Certificate> certificate, Map<BindingType, String> bindings) {

    /**
     * The field with the client's certificate.
     *
     * @param name in lower case
     * @param form how the certificate is written
     */
    public record Certificate(String name, CertificateForm form) {}

    /** Copies the map. */
    public ForwardedFields {
        bindings = Map.copyOf(bindings);
    }

    /** All names. */
    Set<String> names() {
        return Stream.concat(certificate.stream().map(Certificate::name), bindings.values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
