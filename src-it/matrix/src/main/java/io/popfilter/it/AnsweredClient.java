// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.sign.AnswerFault;
import io.popfilter.sign.AnswerVerifier;
import io.popfilter.sign.DpopSigner;
import io.popfilter.sign.ReceivedAnswer;
import io.popfilter.sign.RefusedAnswerException;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import io.popfilter.sign.Signer;
import io.popfilter.sign.VerifiedAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client that asks for signed answers, and believes no other. */
final class AnsweredClient {

    /** Whose key signs the answer. */
    enum Kind {
        /** The secret in the token. */
        SECRET,
        /** The server's: PoP with a key pair. */
        PAIR,
        /** The server's: DPoP. */
        DPOP
    }

    /** One request, and what came back. */
    record Exchange(SignedRequest sent, Answer answer) {}

    private final Server server;
    private final Signer signer;
    private final AnswerVerifier verifier;

    private AnsweredClient(Server server, Signer signer, AnswerVerifier verifier) {
        this.server = server;
        this.signer = signer;
        this.verifier = verifier;
    }

    static AnsweredClient of(Server server, Kind kind) {
        InstantSource clock = InstantSource.system();
        ClientKey key = ClientKey.of(kind == Kind.SECRET ? SignatureAlgorithm.HS256 : SignatureAlgorithm.ES256);
        TokenForm form = kind == Kind.SECRET ? TokenForm.A256KW_A256GCM : TokenForm.SIGNED;
        ConfirmationForm confirmation = kind == Kind.DPOP ? ConfirmationForm.JKT : ConfirmationForm.JWK;
        String token = AuthorizationServer.ONLY.token(form, confirmation, key);
        return switch (kind) {
            case SECRET ->
                new AnsweredClient(
                        server,
                        RequestSigner.of(token, key.signing(), clock),
                        AnswerVerifier.sharing(key.signing(), clock));
            case PAIR ->
                new AnsweredClient(
                        server,
                        RequestSigner.of(token, key.signing(), clock),
                        AnswerVerifier.trusting(published(server), clock));
            case DPOP ->
                new AnsweredClient(
                        server,
                        DpopSigner.of(token, key.signing(), clock),
                        AnswerVerifier.trusting(published(server), clock));
        };
    }

    /** One with a secret, whose clock is so slow that the server refuses what it signs before it looks at the key. */
    static AnsweredClient signingTooEarly(Server server) {
        ClientKey key = ClientKey.of(SignatureAlgorithm.HS256);
        String token = AuthorizationServer.ONLY.token(TokenForm.A256KW_A256GCM, ConfirmationForm.JWK, key);
        InstantSource slow = () -> Instant.now().minusSeconds(600);
        return new AnsweredClient(
                server,
                RequestSigner.of(token, key.signing(), slow),
                AnswerVerifier.sharing(key.signing(), InstantSource.system()));
    }

    /** Settings of a server that signs answers with a key of its own, which is written here. */
    static Map<String, String> serverSettings(Path directory) {
        try {
            String key = new ECKeyGenerator(Curve.P_256)
                    .keyID("answers-1")
                    .generate()
                    .toJSONString();
            Path file = Files.writeString(directory.resolve("answers.jwk"), key);
            return Map.of(
                    "schemes", "PoP DPoP",
                    "body.streaming", "/streamed/*",
                    "exclude", "/open/*",
                    "response-signing", "on",
                    "response-signing.key", "file:" + file,
                    "metadata", "on");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, which sends to another server what it knows of this one. */
    AnsweredClient to(Server other) {
        return new AnsweredClient(other, signer, verifier);
    }

    /** The same, which believes what the server signs with its own key too. */
    AnsweredClient alsoTrustingServer() {
        return new AnsweredClient(server, signer, verifier.alsoTrusting(published(server)));
    }

    /** The same, which takes answers whose body is not covered. */
    AnsweredClient acceptingUncoveredBodies() {
        return new AnsweredClient(server, signer, verifier.acceptingUncoveredBodies());
    }

    /** The keys at the address that the metadata names, which is one of this server. */
    static List<VerificationKey> published(Server server) {
        Answer answer = server.send(WireRequest.of("GET", "/.well-known/popfilter-jwks", server.authority()));
        try {
            return JwkSet.publicKeys(Json.object(answer.body().getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedException e) {
            throw new AssertionError(answer.toString(), e);
        }
    }

    SignedRequest sign(String method, String target) {
        return signer.sign(request(method, target)).wantingSignedAnswer();
    }

    /** The same with a body of plain text. */
    SignedRequest sign(String method, String target, byte[] body) {
        return signer.sign(request(method, target).body("text/plain", body)).wantingSignedAnswer();
    }

    private RequestToSign request(String method, String target) {
        return RequestToSign.of(method, URI.create(server.transport().scheme() + "://" + server.authority() + target));
    }

    WireRequest wire(SignedRequest sent, String method, String target) {
        return WireRequest.of(method, target, server.authority()).fields(sent.fields());
    }

    Exchange exchange(String method, String target) {
        SignedRequest sent = sign(method, target);
        return new Exchange(sent, server.send(wire(sent, method, target)));
    }

    Exchange exchange(AnswerForm form) {
        return exchange("GET", form.target());
    }

    /** The same, by a client that takes trailer fields. */
    Exchange exchangeTakingTrailers(AnswerForm form) {
        SignedRequest sent = sign("GET", form.target());
        WireRequest request = wire(sent, "GET", form.target())
                .field("TE", server.transport().isHttp2() ? "trailers" : "gzip, Trailers");
        return new Exchange(sent, server.sendKeeping(request));
    }

    /** What is proven, where it has to be. */
    VerifiedAnswer accept(Exchange exchange) {
        try {
            return verifier.verify(exchange.sent(), received(exchange.answer()));
        } catch (RefusedAnswerException e) {
            throw new AssertionError(
                    e.fault() + " " + exchange.answer() + server.log().text(), e);
        }
    }

    /** Why it is refused. */
    AnswerFault fault(SignedRequest sent, Answer answer) {
        try {
            verifier.verify(sent, received(answer));
            throw new AssertionError("accepted: " + answer);
        } catch (RefusedAnswerException e) {
            return e.fault();
        }
    }

    AnswerFault fault(Exchange exchange) {
        return fault(exchange.sent(), exchange.answer());
    }

    private static ReceivedAnswer received(Answer answer) {
        return ReceivedAnswer.of(answer.head(), answer.body().getBytes(StandardCharsets.ISO_8859_1))
                .withTrailers(name -> answer.trailerLines(name.toLowerCase(Locale.ROOT)));
    }
}
