// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Gets documents over HTTP within {@link FetchLimits}. Redirects are never followed, proxies of the JVM are used. */
public final class Fetcher {

    private final HttpClient client;
    private final FetchLimits limits;
    private final @Nullable CircuitBreaker breaker;

    /** Trusts what the JVM trusts. */
    public Fetcher(FetchLimits limits) {
        this(limits, null);
    }

    /** Trusts what the context trusts, and shows its client certificate when asked (RFC 8705 section 2). */
    public Fetcher(FetchLimits limits, @Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        this.client = tls == null ? builder.build() : builder.sslContext(tls).build();
        this.limits = limits;
        this.breaker = null;
    }

    private Fetcher(HttpClient client, FetchLimits limits, CircuitBreaker breaker) {
        this.client = client;
        this.limits = limits;
        this.breaker = breaker;
    }

    /** The same for one server, which is asked as the breaker says. */
    public Fetcher breakingBy(CircuitBreaker newBreaker) {
        return new Fetcher(client, limits, newBreaker);
    }

    /** The document at an address, when it is of one of these media types. Fails with a {@link FetchException}. */
    public CompletableFuture<Fetched> get(FetchUri address, Set<String> mediaTypes) {
        HttpRequest request = HttpRequest.newBuilder(address.uri())
                .header("Accept", String.join(", ", mediaTypes))
                .build();
        return exchange(request, mediaTypes);
    }

    /** What a form, posted to an address, is answered with. Fails with a {@link FetchException}. */
    public CompletableFuture<Fetched> post(FetchUri address, Form form, Set<String> mediaTypes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .header("Accept", String.join(", ", mediaTypes))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.text()));
        form.authorization().ifPresent(value -> request.header("Authorization", value));
        return exchange(request.build(), mediaTypes);
    }

    private CompletableFuture<Fetched> exchange(HttpRequest request, Set<String> mediaTypes) {
        if (breaker != null && !breaker.allows()) {
            return CompletableFuture.failedFuture(new FetchException(FetchException.Fault.NOT_ASKED, ""));
        }
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, info -> new BoundedSubscriber(limits.maxOctets()));
        // the timeout of java.net.http ends with the header; a body that trickles in would keep us
        return exchange.copy()
                .orTimeout(limits.total().toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    try {
                        if (failure != null) {
                            exchange.cancel(true);
                            throw fault(failure instanceof CompletionException ? failure.getCause() : failure);
                        }
                        Fetched document = check(response, mediaTypes);
                        note(null);
                        return document;
                    } catch (FetchException e) {
                        note(e.fault());
                        throw new CompletionException(e);
                    }
                });
    }

    /** For the next question. */
    private void note(FetchException.@Nullable Fault fault) {
        if (breaker == null) {
            return;
        }
        if (fault == FetchException.Fault.UNREACHABLE || fault == FetchException.Fault.TIMEOUT) {
            breaker.unanswered();
        } else {
            breaker.answered();
        }
    }

    private static Fetched check(HttpResponse<byte[]> response, Set<String> mediaTypes) throws FetchException {
        if (response.statusCode() != 200) {
            throw new FetchException(FetchException.Fault.STATUS, Integer.toString(response.statusCode()));
        }
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mediaTypes.contains(mediaType)) {
            throw new FetchException(FetchException.Fault.MEDIA_TYPE, "not " + mediaTypes);
        }
        return new Fetched(mediaType, response.body());
    }

    private static FetchException fault(@Nullable Throwable cause) {
        if (cause instanceof BoundedSubscriber.TooLarge) {
            return new FetchException(FetchException.Fault.TOO_LARGE, "");
        }
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new FetchException(FetchException.Fault.TIMEOUT, "");
        }
        String what = cause instanceof IOException ? cause.getClass().getSimpleName() : String.valueOf(cause);
        return new FetchException(FetchException.Fault.UNREACHABLE, what);
    }
}
