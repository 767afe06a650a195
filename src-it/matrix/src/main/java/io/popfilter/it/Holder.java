// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.net.URI;
import java.time.InstantSource;

/**
 * Who holds a token that the {@link ExampleServer} issued, and signs with its key.
 *
 * @param signer has both
 */
record Holder(RequestSigner signer) {

    static Holder of(KeyBoundToken token) {
        return new Holder(RequestSigner.of(token.accessToken(), token.key(), InstantSource.system()));
    }

    /** Of a token that has the thumbprint of the key only. */
    static Holder presentingKey(KeyBoundToken token) {
        return new Holder(RequestSigner.presentingKey(token.accessToken(), token.key(), InstantSource.system()));
    }

    /** A signed request without body. */
    WireRequest get(Server server) {
        URI uri = URI.create("http://" + server.authority() + "/orders?a=1");
        return WireRequest.of("GET", "/orders?a=1", server.authority())
                .field("Authorization", signer.authorization(RequestToSign.of("GET", uri)));
    }

    /** Sends one, and another if the server wants the token instead of its identifier. */
    Answer send(Server server) {
        Answer answer = server.send(get(server));
        while (signer.shouldSendAgain(answer.status(), answer.lines("www-authenticate"))) {
            answer = server.send(get(server));
        }
        return answer;
    }
}
