// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import static io.popfilter.examples.quickstart.Parties.RESOURCE;

import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.SignedRequests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** The story about scheme DPoP (RFC 9449). */
final class DpopChapters implements Chapters {

    private static final String ALL_SCOPES = "accounts:read payments:write";
    private static final String ORDER = "{\"to\":\"Alice\",\"amount\":40}";
    private static final String TAMPERED_ORDER = "{\"to\":\"Mallory\",\"amount\":40}";

    private final HttpClient http;
    private final DpopParties parties;
    private final Story story;
    private final URI account;
    private final URI payments;
    private final SigningKey pair = SigningKey.generate(SignatureAlgorithm.ES256);

    DpopChapters(HttpClient http, DpopParties parties, Story story) {
        this.http = http;
        this.parties = parties;
        this.story = story;
        this.account = parties.api().uri("/accounts/7?show=balance");
        this.payments = parties.api().uri("/payments");
    }

    @Override
    public void tell() throws IOException, InterruptedException {
        story.chapter("Everybody in one program, on 127.0.0.1");
        story.line("client", "\"" + Parties.CLIENT_ID + "\", which has to send a DPoP proof with each request");
        story.line(
                "AS", "authorization server, " + parties.authorizationServer().tokenEndpoint());
        story.line("API", "a bank's API behind popfilter, " + parties.api().uri("/"));
        KeyBoundToken token = boundToken();
        SignedRequests requests = SignedRequests.withDpop(token);
        honest(requests);
        stolenToken(token);
        stolenProof(requests);
        otherToken(requests);
        notProtected(requests);
    }

    private KeyBoundToken boundToken() throws IOException, InterruptedException {
        story.chapter("1. A token that is bound to a key pair");
        story.step("The client makes the pair, and shows the public key in a proof that it signs. The AS wants");
        story.more("a nonce of its own in the proof, so that none can be made in advance; then it puts the");
        story.more("thumbprint of the key into the token.");
        return story.issues("use_dpop_nonce", sender -> parties.client().withDpop(pair, RESOURCE, ALL_SCOPES, sender));
    }

    private void honest(SignedRequests requests) throws IOException, InterruptedException {
        story.chapter("2. Each request brings a new proof");
        story.step("The API wants a nonce as well, its own. The client learns it from the first refusal, and");
        story.more("sends the request once more.");
        story.reachesAfter(Reason.NONCE_MISSING, sender -> requests.get(account, sender));
        story.step("From then on it knows the nonce.");
        story.reaches(200, requests.post(payments, ORDER));
    }

    private void stolenToken(KeyBoundToken token) throws IOException, InterruptedException {
        story.chapter("3. A stolen token is worth nothing");
        story.step("No credentials at all.");
        story.isRefused(Reason.NO_CREDENTIALS, HttpRequest.newBuilder(account).build());
        story.step("The thief presents the token as if it were a bearer token.");
        story.isRefused(Reason.BEARER_NOT_ACCEPTED, Thief.bearer(token.accessToken(), account));
        story.step("The thief makes proofs with a key of his own. He may have a nonce; the key is not the token's.");
        SignedRequests forged = SignedRequests.withDpop(
                new KeyBoundToken(token.accessToken(), SigningKey.generate(SignatureAlgorithm.ES256)));
        story.isRefusedAfter(Reason.NONCE_MISSING, Reason.KEY_MISMATCH, sender -> forged.get(account, sender));
    }

    private void stolenProof(SignedRequests requests) throws IOException, InterruptedException {
        story.chapter("4. A proof is good for one method and one path, once");
        story.step("The request is sent to another path.");
        URI other = parties.api().uri("/accounts/8?show=balance");
        story.isRefused(Reason.PATH_MISMATCH, Thief.redirected(requests.get(account), other));
        story.step("Another method: the proof of a GET with a POST.");
        story.isRefused(Reason.METHOD_MISMATCH, Thief.withBody(requests.get(account), ORDER));
        story.step("The same request twice: the second is a replay.");
        HttpRequest once = requests.post(payments, ORDER);
        story.reaches(200, once);
        story.isRefused(Reason.REPLAYED, once);
    }

    private void otherToken(SignedRequests requests) throws IOException, InterruptedException {
        story.chapter("5. A proof belongs to one token");
        story.step("The client gets another token for the same key, one that allows less. A proof that was made");
        story.more("for the first token does not go with the second: it has the first one's hash (ath).");
        KeyBoundToken less = story.issues(
                "use_dpop_nonce", sender -> parties.client().withDpop(pair, RESOURCE, "accounts:read", sender));
        story.isRefused(Reason.AUTHENTICATOR_CLAIM_INVALID, Thief.withToken(requests.get(account), less.accessToken()));
    }

    private void notProtected(SignedRequests requests) throws IOException, InterruptedException {
        story.chapter("6. What DPoP does not protect");
        story.step("A proof says nothing of the body. Whoever can change a request on its way, inside of TLS,");
        story.more("sends the money to Mallory. Scheme PoP refuses this: BODY_MISMATCH.");
        story.reaches(200, Thief.withBody(requests.post(payments, ORDER), TAMPERED_ORDER));
        story.step("Nor of the query. Scheme PoP refuses this: QUERY_PARAMETER_NOT_COVERED.");
        URI more = parties.api().uri("/accounts/7?show=balance&limit=none");
        story.reaches(200, Thief.redirected(requests.get(account), more));
    }

    @Override
    public void print(CurlLines lines) throws IOException, InterruptedException {
        KeyBoundToken token = parties.client().withDpop(pair, RESOURCE, ALL_SCOPES);
        SignedRequests requests = SignedRequests.withDpop(token);
        requests.get(account, request -> Answer.of(http, request)); // which brings the nonce
        lines.begin();
        lines.tokenRequest(
                "A token without a proof, 400:",
                "-d grant_type=client_credentials -d resource=" + RESOURCE,
                parties.authorizationServer().tokenEndpoint());
        lines.plain("Without credentials, 401:", account);
        lines.signed("With token and proof, 200; and the second time a replay, 401:", requests.get(account));
        lines.signed(
                "Change the amount: 200 all the same, DPoP does not cover it:", requests.post(payments, ORDER), ORDER);
        lines.end();
    }

    @Override
    public void close() throws IOException {
        parties.close();
    }
}
