// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** One HTTP/2 request with any fields, pseudo-header fields among them, in any order. */
final class Http2Request {

    /** RFC 9113 section 8.2.2, and what becomes a pseudo-header field. */
    private static final Set<String> NOT_OF_HTTP_2 = Set.of("connection", "host", "transfer-encoding");

    private final List<Header> fields = new ArrayList<>();
    private final List<Header> trailers = new ArrayList<>();
    private byte[] body = {};
    private boolean isFinished = true;

    private Http2Request() {}

    /** Without any field. */
    static Http2Request empty() {
        return new Http2Request();
    }

    /** With the pseudo-header fields of an ordinary request. */
    static Http2Request of(String method, String scheme, String authority, String path) {
        return empty().field(":method", method)
                .field(":scheme", scheme)
                .field(":authority", authority)
                .field(":path", path);
    }

    /** The same request as one of HTTP/1.1; its lines of Host become {@code :authority}. */
    static Http2Request of(WireRequest wire, String scheme) {
        String[] line = wire.requestLine().split(" ", 3);
        Http2Request request = empty().field(":method", line[0]).field(":scheme", scheme);
        wire.lines().stream()
                .filter(field -> name(field).equals("host"))
                .forEach(field -> request.field(":authority", value(field)));
        request.field(":path", line[1]);
        wire.lines().stream()
                .filter(field -> !NOT_OF_HTTP_2.contains(name(field)))
                .forEach(field -> request.field(name(field), value(field)));
        return request.body(wire.content());
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    Http2Request field(String name, String value) {
        fields.add(new BasicHeader(name, value));
        return this;
    }

    Http2Request trailer(String name, String value) {
        trailers.add(new BasicHeader(name, value));
        return this;
    }

    Http2Request body(byte[] octets) {
        this.body = octets.clone();
        return this;
    }

    /** Nothing says that the request ends behind its body. */
    Http2Request unfinished() {
        this.isFinished = false;
        return this;
    }

    boolean isFinished() {
        return isFinished;
    }

    List<Header> fields() {
        return List.copyOf(fields);
    }

    List<Header> trailers() {
        return List.copyOf(trailers);
    }

    byte[] body() {
        return body.clone();
    }

    boolean isHead() {
        return fields.stream().anyMatch(field -> field.getValue().equals("HEAD"));
    }
}
