// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.reject.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without public-base-uri the Host field counts, and some proxies put another one. */
class HostBehindProxyTest {

    private static final Expectation REQUEST =
            new Expectation("here", "GET", "/p", List.of(), List.of(), Content.NONE, "", "");

    @ParameterizedTest
    @EnumSource
    void passesIfTheHostIsWhatTheClientSent(Proxied proxied) {
        try (ProxiedServer server = ProxiedServer.start(proxied, Backend.TOMCAT, Map.of())) {
            String outcome = server.outcome(REQUEST, proxied.publicBaseUri() + ":8080");

            assertThat(outcome).as(server::report).isEqualTo(expected(proxied));
        }
    }

    private static String expected(Proxied proxied) {
        return switch (proxied) {
            case DIRECT,
                    NGINX_PLAIN,
                    NGINX_TLS,
                    HAPROXY,
                    HAPROXY_NORMALIZE,
                    APACHE_NOCANON,
                    VARNISH_DEFAULT,
                    VARNISH_PASS,
                    VARNISH_QUERYSORT -> Expectation.PASSES;
            case NGINX_URI, NGINX_VARURI, APACHE_DEFAULT, NGINX_URI_THEN_VARNISH_DEFAULT ->
                Reason.AUTHORITY_MISMATCH.toString();
        };
    }
}
