// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a client is about to send, as far as it is signed. Immutable.
 *
 * <p>Send exactly this: a client library that rewrites the target afterwards breaks the signature. Two things can be signed
 * that do not get everywhere: a path with {@code %3B}, which some proxies decode to {@code ;} and the verifier then refuses;
 * and {@code HEAD}, which caches turn into {@code GET}.
 */
public final class RequestToSign {

    private final String method;
    private final URI uri;
    private final List<Map.Entry<String, String>> fields;
    private final byte[] body;

    private RequestToSign(String method, URI uri, List<Map.Entry<String, String>> fields, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.fields = List.copyOf(fields);
        this.body = body;
    }

    /** A request without covered fields and without a body. */
    public static RequestToSign of(String method, URI uri) {
        return new RequestToSign(method, uri, List.of(), new byte[0]);
    }

    /** The same request, with a header field that the signature covers too; for a list also with a further line of it. */
    public RequestToSign field(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new RequestToSign(method, uri, more, body);
    }

    /** The same request with a body, whose media type is covered too. */
    public RequestToSign body(String contentType, byte[] octets) {
        return new RequestToSign(method, uri, fields, Arrays.copyOf(octets, octets.length))
                .field("content-type", contentType);
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    List<Map.Entry<String, String>> fields() {
        return fields;
    }

    byte[] octets() {
        return body;
    }
}
