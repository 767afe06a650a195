// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import io.popfilter.sign.DpopSigner;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import io.popfilter.sign.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Makes signed requests: each is good for one use, and only as it is as far as it is signed. */
public final class SignedRequests {

    private final Signer signer;

    private SignedRequests(Signer signer) {
        this.signer = signer;
    }

    /** Signs everything, with the key that this token is bound to. */
    public SignedRequests(KeyBoundToken token) {
        this(RequestSigner.of(token.accessToken(), token.key(), InstantSource.system()));
    }

    /** Makes DPoP proofs, which are about method and path alone. */
    public static SignedRequests withDpop(KeyBoundToken token) {
        return new SignedRequests(DpopSigner.of(token.accessToken(), token.key(), InstantSource.system()));
    }

    /** GET. */
    public HttpRequest get(URI uri) {
        return request(HttpRequest.newBuilder(uri), signer.sign(RequestToSign.of("GET", uri)));
    }

    /** GET, signed and sent again as long as the server wants something in the signature, such as a nonce. */
    public Answer get(URI uri, Sender sender) throws IOException, InterruptedException {
        RequestToSign toSign = RequestToSign.of("GET", uri);
        while (true) {
            SignedRequest signed = signer.sign(toSign);
            Answer answer = sender.send(request(HttpRequest.newBuilder(uri), signed));
            if (!signer.shouldSendAgain(signed, answer.head())) {
                return answer;
            }
        }
    }

    /** POST of a JSON text: its octets and its media type are signed too, unless it is by DPoP. */
    public HttpRequest post(URI uri, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder post = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        return request(post, signer.sign(RequestToSign.of("POST", uri).body("application/json", body)));
    }

    private static HttpRequest request(HttpRequest.Builder request, SignedRequest signed) {
        signed.fields().forEach(request::header);
        return request.build();
    }
}
