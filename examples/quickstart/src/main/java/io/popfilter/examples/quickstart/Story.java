// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.popfilter.examples.quickstart.client.Answer;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** Sends the requests of the story, prints what happens, and notices when something else happens than should. */
final class Story {

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

    /** How often something else happened than should. */
    int surprises() {
        return surprises;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        String scheme = request.headers()
                .firstValue("Authorization")
                .map(value -> "  Authorization: " + value.substring(0, value.indexOf(' ')) + " ...")
                .orElse("");
        String query = request.uri().getRawQuery();
        line(
                "sends",
                request.method() + " " + request.uri().getRawPath() + (query == null ? "" : "?" + query) + scheme);
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
