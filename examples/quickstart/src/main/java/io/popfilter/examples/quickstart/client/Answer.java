// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What a server answered.
 *
 * @param status the HTTP status
 * @param body the content, as text
 */
public record Answer(int status, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sends the request and waits. */
    public static Answer of(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** The content as JSON. */
    public JsonNode json() throws IOException {
        return JSON.readTree(body);
    }
}
