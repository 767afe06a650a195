// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.UriScheme;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request message (RFC 9112), read as a strict container reads it. What a container refuses by itself is an
 * error of the vector; what it hands on is left as it is.
 */
final class RawRequest implements ReceivedRequest {

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private final UriScheme connection;
    private final String method;
    private final String authorityOfTarget;
    private final String path;
    private final @Nullable String query;
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();
    private final String body;

    private RawRequest(UriScheme connection, String head, String body) {
        this.connection = connection;
        this.body = body;
        String[] lines = head.split("\r\n", -1);
        String[] requestLine = lines[0].split(" ", -1);
        if (requestLine.length != 3 || !requestLine[2].equals("HTTP/1.1")) {
            throw new IllegalArgumentException("not a request line: " + lines[0]);
        }
        this.method = requestLine[0];
        // RFC 9112 section 3.2.2: the absolute form, which proxies use and servers have to take
        int start = 0;
        int end = 0;
        String target = requestLine[1];
        if (target.startsWith(HTTP) || target.startsWith(HTTPS)) {
            start = target.indexOf("://") + 3;
            end = start;
            while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
                end++;
            }
        }
        this.authorityOfTarget = target.substring(start, end);
        String rest = target.substring(end);
        int mark = rest.indexOf('?');
        this.path = mark < 0 ? rest : rest.substring(0, mark);
        this.query = mark < 0 ? null : rest.substring(mark + 1);
        for (int i = 1; i < lines.length; i++) {
            addField(lines[i]);
        }
    }

    /** Reads a message, one character per octet, that came over a connection of this scheme. */
    static RawRequest parse(String message, UriScheme connection) {
        int end = message.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalArgumentException("no empty line behind the fields");
        }
        return new RawRequest(connection, message.substring(0, end), message.substring(end + 4));
    }

    // RFC 9112 section 5
    private void addField(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon);
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0 || line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("not a field line: " + line);
        }
        fields.add(Map.entry(name.toLowerCase(Locale.ROOT), line.substring(colon + 1)));
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public @Nullable String rawQuery() {
        return query;
    }

    @Override
    public List<String> fieldLines(String lowerCaseName) {
        return fields.stream()
                .filter(field -> field.getKey().equals(lowerCaseName))
                .map(field -> trim(field.getValue()))
                .toList();
    }

    private static String trim(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    @Override
    public String peerAddress() {
        return "192.0.2.1";
    }

    @Override
    public ExternalAddress connectedAddress(CanonicalRules rules) throws Rejection {
        List<String> hosts = fieldLines("host");
        if (hosts.size() != 1) {
            throw new Rejection(Reason.AUTHORITY_UNACCEPTABLE, Facts.expected("1 line", hosts.size() + " lines"));
        }
        try {
            Authority host = Authority.of(hosts.get(0), connection, rules);
            if (!authorityOfTarget.isEmpty()
                    && !Authority.of(authorityOfTarget, connection, rules).equals(host)) {
                throw new Rejection(Reason.AUTHORITY_UNACCEPTABLE, Facts.about("host and target differ"));
            }
            return new ExternalAddress(connection, host, "");
        } catch (MalformedException e) {
            throw new Rejection(Reason.AUTHORITY_UNACCEPTABLE, Facts.about(e.defect()));
        }
    }

    @Override
    public long announcedBodyLength() {
        if (isChunked()) {
            return -1;
        }
        List<String> lengths = fieldLines("content-length");
        return lengths.isEmpty() ? 0 : Long.parseLong(lengths.get(0)); // RFC 9112 section 6.3: no length, no body
    }

    private boolean isChunked() {
        return fieldLines("transfer-encoding").equals(List.of("chunked"));
    }

    @Override
    public InputStream body() {
        String octets = isChunked() ? unchunked() : body;
        long missing = isChunked() ? 0 : announcedBodyLength() - octets.length();
        if (missing < 0) {
            throw new IllegalArgumentException("octets behind the body");
        }
        InputStream sent = new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1));
        return missing == 0 ? sent : new BrokenOff(sent);
    }

    // RFC 9112 section 7.1
    private String unchunked() {
        StringBuilder octets = new StringBuilder();
        int at = 0;
        while (true) {
            int end = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, end), 16);
            at = end + 2;
            octets.append(body, at, at + size);
            at += size;
            if (!body.startsWith("\r\n", at)) {
                throw new IllegalArgumentException("not a chunk at " + at);
            }
            at += 2;
            if (size == 0) {
                return octets.toString();
            }
        }
    }

    /** The client went away. */
    private static final class BrokenOff extends FilterInputStream {

        BrokenOff(InputStream sent) {
            super(sent);
        }

        @Override
        public int read() throws IOException {
            return requireMore(super.read());
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return requireMore(super.read(into, from, length));
        }

        private static int requireMore(int read) throws EOFException {
            if (read < 0) {
                throw new EOFException("the connection was closed");
            }
            return read;
        }
    }
}
