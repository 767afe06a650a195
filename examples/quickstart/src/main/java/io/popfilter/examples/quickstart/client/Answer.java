// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.popfilter.sign.AnswerHead;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What a server answered.
 *
 * @param head the HTTP status and the fields
 * @param body the content, as text
 */
public record Answer(AnswerHead head, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sends the request and waits. */
    public static Answer of(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(new AnswerHead(response.statusCode(), response.headers()::allValues), response.body());
    }

    /** The HTTP status. */
    public int status() {
        return head.status();
    }

    /** The content as JSON. */
    public JsonNode json() throws IOException {
        return JSON.readTree(body);
    }

    /** Status and content. */
    @Override
    public String toString() {
        return status() + " " + body;
    }
}
