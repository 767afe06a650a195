// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.net.SocketFactory;

/** Which proxies stand in front of the container. Each has a table of expectations, named like it. */
enum Proxied {
    DIRECT(List.of()),
    NGINX_PLAIN(List.of(new Hop(Product.NGINX, "nginx-plain.conf"))),
    NGINX_URI(List.of(new Hop(Product.NGINX, "nginx-uri.conf"))),
    NGINX_VARURI(List.of(new Hop(Product.NGINX, "nginx-varuri.conf"))),
    NGINX_TLS(List.of(new Hop(Product.NGINX, "nginx-tls.conf"))),
    HAPROXY(List.of(new Hop(Product.HAPROXY, "haproxy.cfg"))),
    HAPROXY_NORMALIZE(List.of(new Hop(Product.HAPROXY, "haproxy-normalize.cfg"))),
    APACHE_DEFAULT(List.of(new Hop(Product.APACHE, "apache-default.conf"))),
    APACHE_NOCANON(List.of(new Hop(Product.APACHE, "apache-nocanon.conf"))),
    VARNISH_DEFAULT(List.of(new Hop(Product.VARNISH, "varnish-default.vcl"))),
    VARNISH_PASS(List.of(new Hop(Product.VARNISH, "varnish-pass.vcl"))),
    VARNISH_QUERYSORT(List.of(new Hop(Product.VARNISH, "varnish-querysort.vcl"))),
    NGINX_URI_THEN_VARNISH_DEFAULT(
            List.of(new Hop(Product.NGINX, "nginx-uri.conf"), new Hop(Product.VARNISH, "varnish-default.vcl")));

    @SuppressWarnings("ImmutableEnumChecker") // made with List.of
    private final List<Hop> hops;

    Proxied(List<Hop> hops) {
        this.hops = hops;
    }

    private record Hop(Product product, String configuration) {}

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

    /** Starts all, the outermost last. */
    Chain start(int backend) {
        Chain chain = new Chain(backend);
        List<Hop> innermostFirst = new ArrayList<>(hops);
        Collections.reverse(innermostFirst);
        try {
            innermostFirst.forEach(hop -> chain.add(hop.product(), hop.configuration()));
            return chain;
        } catch (RuntimeException | Error e) { // a missing program is told by an exception or an error
            chain.close();
            throw e;
        }
    }

    /** Started proxies, one in front of another. */
    static final class Chain implements AutoCloseable {

        private final List<ProxyProcess> processes = new ArrayList<>();
        private int port;

        private Chain(int backend) {
            this.port = backend;
        }

        private void add(Product product, String configuration) {
            ProxyProcess process = ProxyProcess.start(product, configuration, port);
            processes.add(process);
            port = process.port();
        }

        /** Where clients connect. */
        int port() {
            return port;
        }

        /** What the proxies printed. */
        String output() {
            StringBuilder output = new StringBuilder();
            processes.forEach(process -> output.append(process.output()));
            return output.toString();
        }

        @Override
        public void close() {
            Collections.reverse(processes); // the outermost first
            processes.forEach(ProxyProcess::close);
        }
    }
}
