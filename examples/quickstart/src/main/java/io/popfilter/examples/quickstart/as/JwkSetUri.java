// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a client publishes its keys ({@code jwks_uri}, RFC 7591 section 2). The client chooses the address, so little is
 * trusted: https, or http on this machine; no redirect; bounded time and size.
 *
 * @param uri the address
 */
record JwkSetUri(URI uri) {

    private static final Duration TIMEOUT = Duration.ofSeconds(2); // for the head, and again for the body
    private static final int MAX_OCTETS = 64 * 1024;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    static JwkSetUri parse(String text) throws ParseException {
        try {
            URI uri = URI.create(text);
            boolean isWhole = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            if (isWhole && ("https".equalsIgnoreCase(uri.getScheme()) || isLocalHttp(uri))) {
                return new JwkSetUri(uri);
            }
        } catch (IllegalArgumentException e) {
            // not a URI: refused below
        }
        throw new ParseException("https, or http to a loopback address", 0);
    }

    private static boolean isLocalHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost().matches("127\\.0\\.0\\.1|\\[::1]|localhost");
    }

    JWKSet fetch() throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
            HttpResponse<InputStream> response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) { // closing it ends a read that goes on after the time-out
                if (response.statusCode() != 200) {
                    throw new IOException("status " + response.statusCode());
                }
                return PublicKeys.readAll(read(body));
            }
        } catch (ParseException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String read(InputStream body) throws IOException, InterruptedException {
        CompletableFuture<byte[]> octets = new CompletableFuture<>();
        octets.completeAsync(() -> {
            try {
                return body.readNBytes(MAX_OCTETS + 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            byte[] read = octets.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (read.length > MAX_OCTETS) {
                throw new IOException("more than " + MAX_OCTETS + " octets");
            }
            return new String(read, StandardCharsets.UTF_8);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the body does not end", e);
        }
    }
}
