// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.jose.Digests;
import io.popfilter.parse.Base64Url;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
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

    private static final int CHUNK = 8192;
    private static final Digests DIGESTS = new Digests();

    private static final String HASH_OF_NOTHING = DIGESTS.sha256("");

    private final String method;
    private final URI uri;
    private final List<Map.Entry<String, String>> fields;
    private final String bodyHash;

    private RequestToSign(String method, URI uri, List<Map.Entry<String, String>> fields, String bodyHash) {
        this.method = method;
        this.uri = uri;
        this.fields = List.copyOf(fields);
        this.bodyHash = bodyHash;
    }

    /** A request without covered fields and without a body. */
    public static RequestToSign of(String method, URI uri) {
        return new RequestToSign(method, uri, List.of(), HASH_OF_NOTHING);
    }

    /** The same request, with a header field that the signature covers too; for a list also with a further line of it. */
    public RequestToSign field(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new RequestToSign(method, uri, more, bodyHash);
    }

    /** The same request with a body, whose media type is covered too. */
    public RequestToSign body(String contentType, byte[] octets) {
        return withBody(contentType, DIGESTS.sha256(octets, 0, octets.length));
    }

    /** The same request with a body that is read here and now, piece by piece, and whose media type is covered too. */
    public RequestToSign body(String contentType, BodySource source) throws IOException {
        MessageDigest digest = Digests.newSha256();
        try (InputStream stream = source.open()) {
            byte[] chunk = new byte[CHUNK];
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        }
        return withBody(contentType, Base64Url.encode(digest.digest()));
    }

    private RequestToSign withBody(String contentType, String hash) {
        return new RequestToSign(method, uri, fields, hash).field("content-type", contentType);
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

    boolean hasBody() {
        return !bodyHash.equals(HASH_OF_NOTHING);
    }

    String bodyHash() {
        return bodyHash;
    }
}
