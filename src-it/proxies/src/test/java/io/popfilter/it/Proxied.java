// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.List;
import java.util.Locale;
import javax.net.SocketFactory;

/** Which proxies stand in front of the container. Each has a table of expectations, named like it. */
enum Proxied {
    DIRECT(List.of()),
    NGINX_PLAIN(List.of("nginx-plain.conf")),
    NGINX_URI(List.of("nginx-uri.conf")),
    NGINX_VARURI(List.of("nginx-varuri.conf")),
    NGINX_TLS(List.of("nginx-tls.conf")),
    HAPROXY(List.of("haproxy.cfg")),
    HAPROXY_NORMALIZE(List.of("haproxy-normalize.cfg")),
    APACHE_DEFAULT(List.of("apache-default.conf")),
    APACHE_NOCANON(List.of("apache-nocanon.conf")),
    VARNISH_DEFAULT(List.of("varnish-default.vcl")),
    VARNISH_PASS(List.of("varnish-pass.vcl")),
    VARNISH_QUERYSORT(List.of("varnish-querysort.vcl")),
    NGINX_URI_THEN_VARNISH_DEFAULT(List.of("nginx-uri.conf", "varnish-default.vcl"));

    @SuppressWarnings("ImmutableEnumChecker") // made with List.of
    private final List<String> configurations;

    Proxied(List<String> configurations) {
        this.configurations = configurations;
    }

    /** The name of its table. */
    String table() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether this is what docs/proxies.md says, or nothing is lost all the same. */
    boolean isSetUpWell() {
        return switch (this) {
            case DIRECT, NGINX_PLAIN, NGINX_TLS, HAPROXY, APACHE_NOCANON, VARNISH_DEFAULT, VARNISH_PASS -> true;
            case NGINX_URI,
                    NGINX_VARURI,
                    HAPROXY_NORMALIZE,
                    APACHE_DEFAULT,
                    VARNISH_QUERYSORT,
                    NGINX_URI_THEN_VARNISH_DEFAULT -> false;
        };
    }

    boolean isTls() {
        return this == NGINX_TLS;
    }

    /** The address that clients use. */
    String publicBaseUri() {
        return (isTls() ? "https" : "http") + "://api.example.com";
    }

    /** What clients connect with. */
    SocketFactory sockets() {
        return isTls() ? TestCertificate.ONLY.sockets() : SocketFactory.getDefault();
    }

    /** What stands in front, the outermost first. */
    List<String> configurations() {
        return configurations;
    }
}
