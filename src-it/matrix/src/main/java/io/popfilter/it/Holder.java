// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.sign.AnswerHead;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import io.popfilter.sign.Signer;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who holds a token that the {@link ExampleServer} issued, and signs with its key.
 *
 * @param signer has both
 */
record Holder(Signer signer) {

    private static final String TARGET = "/orders?a=1";

    static Holder of(KeyBoundToken token) {
        return new Holder(RequestSigner.of(token.accessToken(), token.key(), InstantSource.system()));
    }

    /** The same, who sends the token's identifier where that is known. */
    static Holder sendingIdentifier(KeyBoundToken token) {
        return new Holder(RequestSigner.of(token.accessToken(), token.key(), InstantSource.system())
                .withTokenIdentifier());
    }

    /** Of a token that has the thumbprint of the key only. */
    static Holder presentingKey(KeyBoundToken token) {
        return new Holder(RequestSigner.presentingKey(token.accessToken(), token.key(), InstantSource.system()));
    }

    /** A signed request without body. */
    WireRequest get(Server server) {
        return with(sign(server), server);
    }

    private SignedRequest sign(Server server) {
        return signer.sign(RequestToSign.of("GET", URI.create("http://" + server.authority() + TARGET)));
    }

    private static WireRequest with(SignedRequest signed, Server server) {
        return WireRequest.of("GET", TARGET, server.authority()).fields(signed.fields());
    }

    /** Sends one, and others as long as the server wants the token instead of its identifier, or a nonce. */
    List<Answer> exchange(Server server) {
        List<Answer> answers = new ArrayList<>();
        while (true) {
            SignedRequest signed = sign(server);
            Answer answer = server.send(with(signed, server));
            answers.add(answer);
            if (!signer.shouldSendAgain(signed, answer.head())) {
                return answers;
            }
        }
    }

    /** As if a request to the server had been answered with this field. */
    void learn(Server server, Map.Entry<String, String> field) {
        signer.shouldSendAgain(
                sign(server),
                new AnswerHead(
                        200, name -> name.equalsIgnoreCase(field.getKey()) ? List.of(field.getValue()) : List.of()));
    }

    /** The last answer of such an exchange. */
    Answer send(Server server) {
        List<Answer> answers = exchange(server);
        return answers.get(answers.size() - 1);
    }
}
