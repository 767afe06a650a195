// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.Map;

/** A proxy in which TLS ends, and how it tells which certificate the client has. */
enum Terminator {
    HAPROXY("haproxy-tls-values.cfg", "Client-Cert", "rfc9440"),
    NGINX("nginx-tls-values.conf", "X-Client-Cert", "pem"),
    APACHE("apache-tls-values.conf", "X-Client-Cert", "pem");

    private final String configuration;
    private final String field;
    private final String form;

    Terminator(String configuration, String field, String form) {
        this.configuration = configuration;
        this.field = field;
        this.form = form;
    }

    String configuration() {
        return configuration;
    }

    /** The field with the client's certificate. */
    String field() {
        return field;
    }

    /** The settings for it. */
    Map<String, String> settings() {
        return Map.of("tls.forwarded.client-certificate", field, "tls.forwarded.client-certificate-form", form);
    }

    /** A certificate as it is written by this proxy. */
    String written(TestCertificate certificate) {
        return switch (this) {
            case HAPROXY -> BoundRequest.byteSequence(certificate);
            case NGINX, APACHE -> certificate.inPem().strip().replace('\n', ' ');
        };
    }
}
