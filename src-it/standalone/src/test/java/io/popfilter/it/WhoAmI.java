// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Requests to {@code /app/whoami} of the WAR, and what becomes of them.
 *
 * @param port of the server
 */
record WhoAmI(StandaloneServer server, int port) {

    private static final String TARGET = "/app/whoami";
    private static final ClientKey KEY = ClientKey.of(SignatureAlgorithm.ES256);

    static WhoAmI at(StandaloneServer server) {
        return new WhoAmI(server, server.ports().get(0));
    }

    /** Over a new connection of this client. */
    OpenConnection open(TlsClient client, Transport transport) {
        return OpenConnection.of(client, port, transport);
    }

    /** Signed for a connection with this value. */
    WireRequest signed(BindingType type, byte[] value) {
        return signed(request -> request.channelBinding(type, value));
    }

    /** Signed, and bound to a connection in this way. */
    WireRequest signed(UnaryOperator<RequestToSign> binding) {
        String token = AuthorizationServer.ONLY.token(TokenForm.A256KW_A256GCM, ConfirmationForm.JKT, KEY);
        RequestToSign get = RequestToSign.of("GET", URI.create("https://127.0.0.1:" + port + TARGET));
        return request(RequestSigner.presentingKey(token, KEY.signing(), InstantSource.system())
                .authorization(binding.apply(get)));
    }

    /** With a token that is bound to this certificate (RFC 8705 section 3) and to nothing else. */
    WireRequest ofCertificate(TlsKeys keys) {
        try {
            String thumbprint =
                    CertificateThumbprint.of(keys.certificate().getEncoded()).value();
            Map<String, Object> claims = AuthorizationServer.ONLY.claims(Map.of("x5t#S256", thumbprint));
            return request("Bearer " + AuthorizationServer.ONLY.token(TokenForm.SIGNED, claims));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private WireRequest request(String authorization) {
        return WireRequest.of("GET", TARGET, "127.0.0.1:" + port).field("Authorization", authorization);
    }

    void pass(OpenConnection connection, WireRequest request, String scheme) {
        server.forget();
        Answer answer = connection.send(request);
        assertThat(answer.status()).as(server.log()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"subject\":\"" + AuthorizationServer.SUBJECT + "\"", "\"scheme\":\"" + scheme + "\"");
    }

    void refuse(OpenConnection connection, WireRequest request, Reason reason) {
        server.forget();
        Answer answer = connection.send(request);
        assertThat(server.log()).contains("reason=" + reason + " ");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain(AuthorizationServer.SUBJECT);
    }
}
