// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.servlet.container.ContainerObject;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Who is connected to the container.
 *
 * <p>{@code getRemoteAddr()} may be what somebody wrote into a field, where a helper of the container believes it: Jetty's
 * {@code ForwardedRequestCustomizer}, Undertow's {@code ProxyPeerAddressHandler}, Tomcat's {@code RemoteIpValve} and {@code
 * RemoteIpFilter}, Spring's {@code ForwardedHeaderFilter}. Jetty and Undertow are asked for the connection below, and wrappers are
 * taken off; where Tomcat's have been at work, nobody can tell.
 */
final class ConnectedPeer {

    /** Is no address, and so in no range of addresses. */
    static final String REPLACED = "replaced by RemoteIpValve or RemoteIpFilter";

    /** Set by both of Tomcat's helpers when they believe whoever is connected. */
    private static final String BY_TOMCAT = "org.apache.tomcat.request.forwarded";

    private static final String JETTY = "org.eclipse.jetty.server.";
    private static final String UNDERTOW = "io.undertow.server.";

    private ConnectedPeer() {}

    /** The address of whoever is connected, or {@link #REPLACED}. */
    static String addressOf(HttpServletRequest request) {
        if (request.getAttribute(BY_TOMCAT) != null) {
            return REPLACED;
        }
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        ContainerObject own = new ContainerObject(innermost);
        return ofJetty(own).or(() -> ofUndertow(own)).orElseGet(innermost::getRemoteAddr);
    }

    private static Optional<String> ofJetty(ContainerObject servletRequest) {
        Optional<ContainerObject> request = servletRequest
                .call("org.eclipse.jetty.ee11.servlet.ServletApiRequest", "getRequest")
                .or(() -> servletRequest.call("org.eclipse.jetty.ee10.servlet.ServletApiRequest", "getRequest"));
        Optional<ContainerObject> below = request;
        while (below.isPresent()) {
            request = below;
            below = request.get().call(JETTY + "Request$Wrapper", "getWrapped");
        }
        return request.flatMap(one -> one.call(JETTY + "Request", "getConnectionMetaData"))
                .flatMap(connection -> connection.call(JETTY + "ConnectionMetaData", "getRemoteSocketAddress"))
                .flatMap(ConnectedPeer::inNumbers);
    }

    private static Optional<String> ofUndertow(ContainerObject servletRequest) {
        return servletRequest
                .call("io.undertow.servlet.spec.HttpServletRequestImpl", "getExchange")
                .flatMap(exchange -> exchange.call(UNDERTOW + "HttpServerExchange", "getConnection"))
                .flatMap(connection -> connection.call(UNDERTOW + "ServerConnection", "getPeerAddress"))
                .flatMap(ConnectedPeer::inNumbers);
    }

    private static Optional<String> inNumbers(ContainerObject address) {
        return address.object() instanceof InetSocketAddress socket && !socket.isUnresolved()
                ? Optional.of(socket.getAddress().getHostAddress())
                : Optional.empty();
    }
}
