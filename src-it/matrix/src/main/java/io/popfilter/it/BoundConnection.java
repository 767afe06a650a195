// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestToSign;
import io.popfilter.tls.BindingType;
import java.util.function.UnaryOperator;

/**
 * A connection that requests are signed for, by a client that asks its own end of it.
 *
 * @param provider who does TLS at that end
 */
record BoundConnection(Server server, TlsProvider provider, OpenConnection connection) implements AutoCloseable {

    private static final String TARGET = "/orders?a=1";

    /** Insists on this version of TLS. */
    static BoundConnection open(Server server, TlsProvider provider, TlsClient client, String version) {
        OpenConnection connection = OpenConnection.of(client.upTo(version), server);
        assertThat(connection.session().getProtocol()).isEqualTo(version);
        return new BoundConnection(server, provider, connection);
    }

    /** Signed for this connection. */
    WireRequest request(BindingType type) {
        if (type == BindingType.TLS_SERVER_END_POINT) {
            return signed(request -> request.onConnection(type, connection.session()));
        }
        byte[] own = provider.binding(type, connection.tls());
        return signed(request -> request.channelBinding(type, own));
    }

    /** Signed for a connection that there is not. */
    WireRequest madeUp(BindingType type) {
        return signed(request -> request.channelBinding(type, new byte[32]));
    }

    private WireRequest signed(UnaryOperator<RequestToSign> binding) {
        return Client.of(server).get(TARGET, binding);
    }

    /** Expects that it passes by a binding of this type. */
    void lets(WireRequest request, BindingType type) {
        server.application().forget();
        Answer answer = connection.send(request);
        assertThat(answer.status()).as(server.log().text()).isEqualTo(200);
        assertThat(server.application().seen())
                .singleElement()
                .satisfies(seen -> assertThat(((PopPrincipal) seen.principal()).channelBinding())
                        .hasValue(type));
    }

    /** Expects that it does not pass. */
    void refuses(WireRequest request, Reason reason) {
        Refusals.expect(server, connection::send, request, reason);
    }

    @Override
    public void close() {
        connection.close();
    }
}
