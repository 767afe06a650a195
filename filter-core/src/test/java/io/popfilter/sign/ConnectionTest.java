// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.channel.ChannelPolicy;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.FakeTls;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.Token;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import io.popfilter.tls.BindingType;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing for a connection; those that are real are in the containers. */
class ConnectionTest {

    private static final byte[] HERE = Bytes.random(32);
    private static final RequestToSign REQUEST =
            RequestToSign.of("GET", URI.create("https://api.example/orders/7?view=full&page=2"));

    private final SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);
    private final InstantSource clock = () -> Scene.NOW;
    private final Scene scene = Scene.with(
            builder -> builder.channelBinding(new ChannelPolicy(EnumSet.allOf(BindingType.class), List.of())));

    @ParameterizedTest
    @EnumSource
    void theVerifierAcceptsOnThatConnectionWhatWasSignedForIt(BindingType type) {
        RequestSigner signer = RequestSigner.presentingKey(token(), key, clock);
        RequestToSign bound = REQUEST.channelBinding(type, HERE);

        scene.accept(received(signer, bound).tls(new FakeTls().binding(type, Bytes.base64url(HERE))));
        assertThat(scene.refusal(received(
                                signer,
                                REQUEST.channelBinding(type, Bytes.random(32)).field("x-tenant", "a"))
                        .field("x-tenant", "a")
                        .tls(new FakeTls().binding(type, Bytes.base64url(HERE)))))
                .isEqualTo(Reason.CHANNEL_BINDING_MISMATCH);
    }

    private static FakeRequest received(RequestSigner signer, RequestToSign request) {
        return FakeRequest.get().authorization(signer.authorization(request));
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatDoesNotTellCannotBeSignedFor(BindingType type) throws Exception {
        SSLSession beforeTheHandshake =
                SSLContext.getDefault().createSSLEngine().getSession();

        assertThatThrownBy(() -> REQUEST.onConnection(type, beforeTheHandshake))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no " + type);
    }

    @Test
    void aDpopProofIsNotSignedForAConnectionInPretenceOnly() {
        DpopSigner signer = DpopSigner.of(token(), key, clock);

        assertThatThrownBy(() -> signer.sign(REQUEST.channelBinding(BindingType.TLS_EXPORTER, HERE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channel binding");
    }

    private String token() {
        return Token.signed().cnf(Map.of("jkt", key.thumbprint().value())).text();
    }
}
