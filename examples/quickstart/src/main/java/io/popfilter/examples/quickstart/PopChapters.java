// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import static io.popfilter.examples.quickstart.Parties.RESOURCE;

import com.nimbusds.jose.jwk.ECKey;
import io.popfilter.examples.quickstart.api.ProtectedApi;
import io.popfilter.examples.quickstart.as.AuthorizationServer;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.Registration;
import io.popfilter.examples.quickstart.client.SignedAssertion;
import io.popfilter.examples.quickstart.client.SignedRequests;
import io.popfilter.examples.quickstart.client.TokenClient;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** The story about scheme PoP: signed requests. */
final class PopChapters implements Chapters {

    private static final String ALL_SCOPES = "accounts:read payments:write";
    private static final String ORDER = "{\"to\":\"Alice\",\"amount\":40}";
    private static final String TAMPERED_ORDER = "{\"to\":\"Mallory\",\"amount\":40}";

    private final HttpClient http;
    private final Parties parties;
    private final Story story;
    private final URI account;
    private final URI payments;

    PopChapters(HttpClient http, Parties parties, Story story) {
        this.http = http;
        this.parties = parties;
        this.story = story;
        this.account = parties.api().uri("/accounts/7?show=balance");
        this.payments = parties.api().uri("/payments");
    }

    @Override
    public void tell() throws IOException, InterruptedException {
        story.chapter("Everybody in one program, on 127.0.0.1");
        story.line("client", "\"" + Parties.CLIENT_ID + "\", which has to sign what it sends");
        story.line(
                "AS", "authorization server, " + parties.authorizationServer().tokenEndpoint());
        story.line("API", "a bank's API behind popfilter, " + parties.api().uri("/"));
        story.line(
                "vault",
                "another, behind a popfilter of its own, " + parties.vault().uri("/"));
        KeyBoundToken token = honestWithSecret();
        honestWithKeyPair();
        roles();
        stolenToken(token);
        tamperedRequest(new SignedRequests(token));
        SignedAssertion till = registration();
        introspection(till);
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

    private SignedAssertion registration() throws IOException, InterruptedException {
        story.chapter("6. A client that registers itself, with its key");
        story.step("A till makes a key pair, and registers with the public key. It has no secret: it signs");
        story.more("who it is, too, and its token is bound to the key that is registered.");
        ECKey pair = Registration.newKeyPair("key-of-till-7");
        AuthorizationServer as = parties.authorizationServer();
        story.line("sends", "POST /register  pop_bound_access_tokens=always  jwks={\"keys\":[...]}");
        SignedAssertion credentials = new Registration(http, as.registrationEndpoint(), Parties.INITIAL_ACCESS_TOKEN)
                .withKey("Till 7", "shop-till", pair, as.issuer());
        story.line("answer", "201  client_id " + credentials.id());

        TokenClient till = new TokenClient(http, as.tokenEndpoint(), credentials);
        story.line("sends", "POST /token  client_assertion=...  req_cnf={\"kid\":\"key-of-till-7\"}");
        KeyBoundToken token = till.withRegisteredKey(pair, RESOURCE, ALL_SCOPES);
        story.line("answer", "200  " + token);

        story.step("The token has only the name of the key. A server that has the registered clients'");
        story.more("keys in a file (token.clients) looks it up there.");
        try (ProtectedApi branch = parties.branch()) {
            story.reaches(200, new SignedRequests(token).get(branch.uri("/accounts/7")));
        }
        return credentials;
    }

    private void introspection(SignedAssertion credentials) throws IOException, InterruptedException {
        story.chapter("7. A token that says nothing, and what introspection says");
        story.step("The tokens for the vault are random texts. It asks what they are, and is told the key as");
        story.more("well, wrapped for it only. Its filter does so by itself when a signed request comes.");
        story.line("sends", "POST /token  resource=" + Parties.VAULT);
        TokenClient till = new TokenClient(http, parties.authorizationServer().tokenEndpoint(), credentials);
        KeyBoundToken token = till.withSecret(Parties.VAULT, "accounts:read");
        story.line("answer", "200  " + token);
        story.isActive(parties.introspection(token));
        SignedRequests requests = new SignedRequests(token);
        URI safe = parties.vault().uri("/accounts/7");
        story.reaches(200, requests.get(safe));

        story.step("The client gives the token back. The vault's filter is set to ask every time, and so");
        story.more("refuses the next request; by default it believes an answer for a minute.");
        story.isDone(parties.revocation(token, credentials));
        story.isRefused(Reason.TOKEN_INACTIVE, requests.get(safe));
    }

    @Override
    public void print(CurlLines lines) throws IOException, InterruptedException {
        SignedRequests requests = new SignedRequests(parties.client().withSecret(RESOURCE, ALL_SCOPES));
        lines.begin();
        lines.tokenRequest(
                "Get a token, and the key it is bound to:",
                "-d grant_type=client_credentials -d token_type=pop -d resource=" + RESOURCE,
                parties.authorizationServer().tokenEndpoint());
        lines.plain("Without credentials, 401:", account);
        lines.signed("Signed, 200; and the second time a replay, 401:", requests.get(account));
        lines.signed(
                "Signed with its body. First change the amount, 401; then send it as it is, 200:",
                requests.post(payments, ORDER),
                ORDER);
        lines.end();
    }

    @Override
    public void close() throws IOException {
        parties.close();
    }
}
