// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import static io.popfilter.examples.quickstart.Parties.RESOURCE;

import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.SignedRequests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;

/**
 * Runs authorization server, protected API and client in this process, and prints what happens between them.
 *
 * <p>Ends with status 0 when everything went as it should, else with 1. With the system property {@code stay} it does not
 * end, and prints curl lines to try.
 */
public final class QuickStart {

    private static final String ALL_SCOPES = "accounts:read payments:write";
    private static final String ORDER = "{\"to\":\"Alice\",\"amount\":40}";
    private static final String TAMPERED_ORDER = "{\"to\":\"Mallory\",\"amount\":40}";

    private final Parties parties;
    private final Story story;
    private final URI account;
    private final URI payments;

    private QuickStart(Parties parties, Story story) {
        this.parties = parties;
        this.story = story;
        this.account = parties.api().uri("/accounts/7?show=balance");
        this.payments = parties.api().uri("/payments");
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(System.out, Boolean.getBoolean("stay")));
    }

    /** Runs it, and returns the exit status. */
    static int run(PrintStream out, boolean stay) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (ServerLog log = ServerLog.start();
                Parties parties = Parties.start(http, stay ? CurlLines.PROOF_MAX_AGE : "PT60S")) {
            Story story = new Story(out, http, log);
            new QuickStart(parties, story).tell();
            if (story.surprises() > 0) {
                out.println("\nNOT as it should be: see the lines marked WRONG.");
                return 1;
            }
            out.println("\nEverything went as it should.");
            if (stay) {
                new CurlLines(out, parties).print();
                log.passOnTo(line -> out.println("log: " + line));
                awaitEndOfParent();
            }
            return 0;
        }
    }

    /** Ctrl+C ends this process; when Maven is ended in another way, this process goes too. */
    private static void awaitEndOfParent() {
        ProcessHandle.current()
                .parent()
                .map(ProcessHandle::onExit)
                .orElseGet(CompletableFuture::new)
                .join();
    }

    private void tell() throws IOException, InterruptedException {
        story.chapter("Three parties in one program, on 127.0.0.1");
        story.line("client", "\"" + Parties.CLIENT_ID + "\", which has to sign what it sends");
        story.line(
                "AS", "authorization server, " + parties.authorizationServer().tokenEndpoint());
        story.line("API", "a bank's API behind popfilter, " + parties.api().uri("/"));
        KeyBoundToken token = honestWithSecret();
        honestWithKeyPair();
        roles();
        stolenToken(token);
        tamperedRequest(new SignedRequests(token));
    }

    private KeyBoundToken honestWithSecret() throws IOException, InterruptedException {
        story.chapter("1. A token that is bound to a secret");
        story.step("The client asks for a token. The AS makes a key, puts it into the encrypted");
        story.more("token, where only the API can read it, and sends it to the client beside it.");
        story.line("sends", "POST /token  token_type=pop");
        KeyBoundToken token = parties.client().withSecret(RESOURCE, ALL_SCOPES);
        story.line("answer", "200  " + token);

        SignedRequests requests = new SignedRequests(token);
        story.step("The client signs each request with that key.");
        story.reaches(200, requests.get(account));
        story.reaches(200, requests.post(payments, ORDER));
        return token;
    }

    private void honestWithKeyPair() throws IOException, InterruptedException {
        story.chapter("2. A token that is bound to a key pair");
        story.step("The client makes the pair and sends the public key. The token names it.");
        SigningKey pair = SigningKey.generate(SignatureAlgorithm.ES256);
        story.line("sends", "POST /token  token_type=pop  req_cnf={\"jwk\":...}");
        KeyBoundToken token = parties.client().withKeyPair(pair, RESOURCE, ALL_SCOPES);
        story.line("answer", "200  " + token);

        SignedRequests requests = new SignedRequests(token);
        story.step("The private key never leaves the client.");
        story.reaches(200, requests.get(account));
        story.reaches(200, requests.post(payments, ORDER));
    }

    private void roles() throws IOException, InterruptedException {
        story.chapter("3. Who may do what is still up to the application");
        story.step("The token has the scope accounts:read only. The signature is good, so the filter lets");
        story.more("the request in; the application asks isUserInRole(\"payments:write\") and says no.");
        SignedRequests requests = new SignedRequests(parties.client().withSecret(RESOURCE, "accounts:read"));
        story.reaches(403, requests.post(payments, ORDER));
    }

    private void stolenToken(KeyBoundToken token) throws IOException, InterruptedException {
        story.chapter("4. A stolen token is worth nothing");
        story.step("No credentials at all.");
        story.isRefused(Reason.NO_CREDENTIALS, HttpRequest.newBuilder(account).build());
        story.step("The thief presents the token as if it were a bearer token.");
        story.isRefused(Reason.BEARER_NOT_ACCEPTED, Thief.bearer(token.accessToken(), account));
        story.step("The thief signs with another key.");
        SignedRequests forged = new SignedRequests(
                new KeyBoundToken(token.accessToken(), SigningKey.generate(SignatureAlgorithm.HS256)));
        story.isRefused(Reason.SIGNATURE_INVALID, forged.get(account));
    }

    private void tamperedRequest(SignedRequests requests) throws IOException, InterruptedException {
        story.chapter("5. A signed request is good for what was signed, once");
        story.step("The body is changed on the way: the money should go to Mallory.");
        story.isRefused(Reason.BODY_MISMATCH, Thief.withBody(requests.post(payments, ORDER), TAMPERED_ORDER));
        story.step("A query parameter is added.");
        URI more = parties.api().uri("/accounts/7?show=balance&limit=none");
        story.isRefused(Reason.QUERY_PARAMETER_NOT_COVERED, Thief.redirected(requests.get(account), more));
        story.step("The request is sent to another path.");
        URI other = parties.api().uri("/accounts/8?show=balance");
        story.isRefused(Reason.PATH_MISMATCH, Thief.redirected(requests.get(account), other));
        story.step("The same request twice: the second is a replay.");
        HttpRequest once = requests.post(payments, ORDER);
        story.reaches(200, once);
        story.isRefused(Reason.REPLAYED, once);
    }
}
