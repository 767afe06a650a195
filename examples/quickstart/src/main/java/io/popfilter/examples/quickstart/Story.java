// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.examples.quickstart.client.KeyBoundToken;
import io.popfilter.examples.quickstart.client.Sender;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/** Sends the requests of the story, prints what happens, and notices when something else happens than should. */
final class Story {

    /** Of the members of an introspection answer. */
    private static final List<String> TOLD = List.of("active", "aud", "client_id", "scope", "cnf");

    private final PrintStream out;
    private final HttpClient http;
    private final ServerLog log;
    private int surprises;

    Story(PrintStream out, HttpClient http, ServerLog log) {
        this.out = out;
        this.http = http;
        this.log = log;
    }

    void chapter(String title) {
        out.println();
        out.println(title);
    }

    void step(String title) {
        out.println();
        out.println("  " + title);
    }

    void more(String text) {
        out.println("  " + text);
    }

    void line(String who, String what) {
        out.printf("    %-7s %s%n", who, what);
    }

    /** This request should reach the application, which answers with this status. */
    void reaches(int status, HttpRequest request) throws IOException, InterruptedException {
        Answer answer = send(request);
        line("answer", answer.status() + "  " + (answer.status() == 200 ? answer.body() : "from the application"));
        String refusal = log.takeLine().orElse("");
        if (answer.status() != status || !refusal.isEmpty()) {
            surprise("the application's answer " + status, answer + " " + refusal);
        }
    }

    /** The filter should refuse this request for this reason. */
    void isRefused(Reason reason, HttpRequest request) throws IOException, InterruptedException {
        Answer answer = send(request);
        String sentence = detail(answer);
        String refusal = log.takeLine().orElse("");
        line("answer", answer.status() + "  " + sentence);
        line("log", tidy(refusal));
        boolean isAsTold = answer.status() == reason.error().status()
                && sentence.equals(reason.sentence())
                && refusal.contains("reason=" + reason.name() + " ");
        if (!isAsTold) {
            surprise("a refusal for " + reason, answer + " " + refusal);
        }
    }

    /** A client that sends what it has to, and once more what it has learnt to. */
    interface Conversation<T> {
        T through(Sender sender) throws IOException, InterruptedException;
    }

    /** The filter should refuse the first request for this reason, and the next one should reach the application. */
    void reachesAfter(Reason first, Conversation<Answer> client) throws IOException, InterruptedException {
        goes(List.of(first.name(), "200"), client);
    }

    /** The filter should refuse the first request for this reason, and the next one for that. */
    void isRefusedAfter(Reason first, Reason second, Conversation<Answer> client)
            throws IOException, InterruptedException {
        goes(List.of(first.name(), second.name()), client);
    }

    /** The authorization server should refuse the first request with this error, and issue a token for the next one. */
    KeyBoundToken issues(String error, Conversation<KeyBoundToken> client) throws IOException, InterruptedException {
        KeyBoundToken token = goes(List.of(error, "200"), client);
        more("          " + token);
        return token;
    }

    /** Prints and compares, for each request: the reason in the log, else the error code, else the status. */
    private <T> T goes(List<String> expected, Conversation<T> client) throws IOException, InterruptedException {
        List<String> happened = new ArrayList<>();
        T result = client.through(request -> {
            Answer answer = send(request);
            String refusal = log.takeLine().orElse("");
            JsonNode content = answer.json();
            String error = content.path("error").asText();
            line("answer", answer.status() + "  " + (error.isEmpty() ? shown(answer) : said(content)));
            if (!refusal.isEmpty()) {
                line("log", tidy(refusal));
            }
            happened.add(
                    !refusal.isEmpty()
                            ? refusal.replaceFirst(".*reason=(\\w+) .*", "$1")
                            : error.isEmpty() ? Integer.toString(answer.status()) : error);
            return answer;
        });
        if (!happened.equals(expected)) {
            surprise(String.join(", then ", expected), String.join(", then ", happened));
        }
        return result;
    }

    /** The content, but not a token. */
    private static String shown(Answer answer) throws IOException {
        JsonNode content = answer.json();
        return content.has("access_token")
                ? "token_type " + content.path("token_type").asText()
                : answer.body();
    }

    /** Of a problem (RFC 9457) the detail, of an error of OAuth its code and description. */
    private static String said(JsonNode content) {
        return content.has("detail")
                ? content.path("detail").asText()
                : content.path("error").asText() + ": "
                        + content.path("error_description").asText();
    }

    /** The authorization server should say that a token is active, and what it means; the most telling is printed, and no key. */
    void isActive(HttpRequest introspection) throws IOException, InterruptedException {
        Answer answer = send(introspection);
        JsonNode members = answer.json();
        line("answer", Integer.toString(answer.status()));
        for (String name : TOLD) {
            String value = members.path(name).toString();
            more("          " + name + " " + (name.equals("cnf") ? value.replaceAll(":.*", ":...}") : value));
        }
        if (!members.path("active").asBoolean()) {
            surprise("an active token", answer.toString());
        }
    }

    /** The authorization server should do this, and says nothing more. */
    void isDone(HttpRequest request) throws IOException, InterruptedException {
        Answer answer = send(request);
        line("answer", Integer.toString(answer.status()));
        if (answer.status() != 200) {
            surprise("200", answer.toString());
        }
    }

    /** How often something else happened than should. */
    int surprises() {
        return surprises;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        String scheme = request.headers()
                .firstValue("Authorization")
                .map(value -> "  Authorization: " + value.substring(0, value.indexOf(' ')) + " ...")
                .orElse("");
        String proof = request.headers().firstValue("DPoP").isPresent() ? "  DPoP: ..." : "";
        String query = request.uri().getRawQuery();
        line(
                "sends",
                request.method() + " " + request.uri().getRawPath() + (query == null ? "" : "?" + query) + scheme
                        + proof);
        log.takeLine(); // whatever came before
        return Answer.of(http, request);
    }

    /** The line of the log from the reason on, with what was expected and received below each other. */
    private static String tidy(String refusal) {
        return refusal.replaceFirst(".*(?=reason=)", "").replaceAll(" (?=expected=|received=)", "\n            ");
    }

    private static String detail(Answer answer) throws IOException {
        try {
            return answer.json().path("detail").asText();
        } catch (JsonProcessingException e) {
            return answer.body();
        }
    }

    private void surprise(String expected, String received) {
        surprises++;
        line("WRONG", "expected " + expected + ", but got " + received);
    }
}
