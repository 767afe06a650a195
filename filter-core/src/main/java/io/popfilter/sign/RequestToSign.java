// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.jose.Digests;
import io.popfilter.parse.Base64Url;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.ServerEndPoint;
import io.popfilter.tls.TlsExporter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

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
    private final Optional<String> channelBinding;

    private RequestToSign(
            String method,
            URI uri,
            List<Map.Entry<String, String>> fields,
            String bodyHash,
            Optional<String> channelBinding) {
        this.method = method;
        this.uri = uri;
        this.fields = List.copyOf(fields);
        this.bodyHash = bodyHash;
        this.channelBinding = channelBinding;
    }

    /** A request without covered fields and without a body. */
    public static RequestToSign of(String method, URI uri) {
        return new RequestToSign(method, uri, List.of(), HASH_OF_NOTHING, Optional.empty());
    }

    /** The same request, with a header field that the signature covers too; for a list also with a further line of it. */
    public RequestToSign field(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new RequestToSign(method, uri, more, bodyHash, channelBinding);
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
        return new RequestToSign(method, uri, fields, hash, channelBinding).field("content-type", contentType);
    }

    /**
     * The same request, signed for one TLS connection: it is refused on every other. Take the session from the very connection
     * that will carry it, after the handshake, and sign again when it is sent on another one.
     *
     * @param type {@code tls-exporter}, which takes JDK 25 and TLS 1.3; or {@code tls-server-end-point}, which binds to the
     *     server's certificate
     * @throws IllegalArgumentException when the session does not tell
     */
    public RequestToSign onConnection(BindingType type, SSLSession session) {
        ChannelBinding binding = switch (type) {
            case TLS_EXPORTER -> TlsExporter.of(session);
            case TLS_SERVER_END_POINT -> endPoint(session);
            case TLS_UNIQUE -> new ChannelBinding.Unavailable("no session tells of it");
        };
        if (binding instanceof ChannelBinding.Unavailable unavailable) {
            throw Canonical.unsignable(
                    "no " + type + ": " + unavailable.why(),
                    "sign without it, or for another binding that the server compares");
        }
        return bound(type, ((ChannelBinding.Known) binding).values().get(0));
    }

    private static ChannelBinding endPoint(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? ServerEndPoint.of(certificate)
                    : new ChannelBinding.Unavailable("the server's certificate is not X.509");
        } catch (SSLPeerUnverifiedException e) {
            return new ChannelBinding.Unavailable("the server has shown no certificate");
        }
    }

    /** The same for a TLS provider that is asked in a way of its own: signed for the connection with this binding. */
    public RequestToSign channelBinding(BindingType type, byte[] value) {
        return bound(type, Base64Url.encode(value));
    }

    private RequestToSign bound(BindingType type, String value) {
        return new RequestToSign(method, uri, fields, bodyHash, Optional.of(type + ":" + value));
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

    /** {@code type:base64url}. */
    Optional<String> channelBinding() {
        return channelBinding;
    }
}
