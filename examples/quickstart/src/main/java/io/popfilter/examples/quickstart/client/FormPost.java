// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Requests to the endpoints of an authorization server: a form, and who sends it. */
public final class FormPost {

    private FormPost() {}

    /** A request with this form. */
    public static HttpRequest.Builder to(URI endpoint, Map<String, String> form, ClientCredentials sender) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).header("Content-Type", "application/x-www-form-urlencoded");
        Map<String, String> all = new LinkedHashMap<>(form);
        sender.addTo(request, all);
        String body = all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return request.POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
