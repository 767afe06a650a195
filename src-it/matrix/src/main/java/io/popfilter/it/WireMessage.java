// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** An HTTP/1.x request as a proxy holds it: read from one connection, changed, and written to another. */
final class WireMessage {

    private static final String CRLF = "\r\n";

    private String method;
    private String target;
    private String version;
    private List<Map.Entry<String, String>> fields = new ArrayList<>();
    private byte[] body = {};
    private boolean isChunked;

    private WireMessage(String requestLine) {
        String[] parts = requestLine.split(" ", 3);
        method = parts[0];
        target = parts[1];
        version = parts[2];
    }

    static WireMessage read(InputStream in) throws IOException {
        WireMessage message = new WireMessage(WireOctets.line(in));
        for (String line = WireOctets.line(in); !line.isEmpty(); line = WireOctets.line(in)) {
            int colon = line.indexOf(':');
            message.fields.add(Map.entry(line.substring(0, colon), line.substring(colon + 1)));
        }
        message.readBody(in);
        return message;
    }

    private void readBody(InputStream in) throws IOException {
        isChunked = has("transfer-encoding");
        if (isChunked) {
            body = WireOctets.chunks(in);
        } else if (has("content-length")) {
            body = in.readNBytes(Integer.parseInt(value("content-length")));
        }
    }

    byte[] toOctets() {
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + CRLF);
        fields.forEach(field ->
                head.append(field.getKey()).append(':').append(field.getValue()).append(CRLF));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(ascii(head + CRLF));
        if (isChunked && body.length > 0) {
            octets.writeBytes(ascii(Integer.toHexString(body.length) + CRLF));
            octets.writeBytes(body);
            octets.writeBytes(ascii(CRLF));
        } else {
            octets.writeBytes(body);
        }
        octets.writeBytes(ascii(isChunked ? "0" + CRLF + CRLF : ""));
        return octets.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void method(UnaryOperator<String> change) {
        method = change.apply(method);
    }

    void version(String other) {
        version = other;
    }

    void path(UnaryOperator<String> change) {
        int end = target.indexOf('?');
        target = end < 0 ? change.apply(target) : change.apply(target.substring(0, end)) + target.substring(end);
    }

    /** Changes the query if there is one, its question mark included. */
    void query(UnaryOperator<String> change) {
        int start = target.indexOf('?');
        if (start >= 0) {
            target = target.substring(0, start) + change.apply(target.substring(start));
        }
    }

    void names(UnaryOperator<String> change) {
        fields.replaceAll(field -> Map.entry(change.apply(field.getKey()), field.getValue()));
    }

    /** Changes the value of each line of a field. */
    void values(String lowerCaseName, UnaryOperator<String> change) {
        fields.replaceAll(
                field -> is(field, lowerCaseName) ? Map.entry(field.getKey(), change.apply(field.getValue())) : field);
    }

    void allValues(UnaryOperator<String> change) {
        fields.replaceAll(field -> Map.entry(field.getKey(), change.apply(field.getValue())));
    }

    /** Makes one line of all lines of a field. */
    void join(String lowerCaseName, BinaryOperator<String> joiner) {
        List<Map.Entry<String, String>> joined = new ArrayList<>();
        int at = -1;
        for (Map.Entry<String, String> field : fields) {
            if (!is(field, lowerCaseName)) {
                joined.add(field);
            } else if (at < 0) {
                at = joined.size();
                joined.add(field);
            } else {
                String first = joined.get(at).getValue();
                joined.set(at, Map.entry(field.getKey(), joiner.apply(first, field.getValue())));
            }
        }
        fields = joined;
    }

    /** Makes several lines of each line of a field. */
    void split(String lowerCaseName, String separator) {
        List<Map.Entry<String, String>> split = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            String[] parts =
                    is(field, lowerCaseName) ? field.getValue().split(separator) : new String[] {field.getValue()};
            for (String part : parts) {
                split.add(Map.entry(field.getKey(), part));
            }
        }
        fields = split;
    }

    boolean has(String lowerCaseName) {
        return fields.stream().anyMatch(field -> is(field, lowerCaseName));
    }

    /** The value of the first line. */
    String value(String lowerCaseName) {
        return fields.stream()
                .filter(field -> is(field, lowerCaseName))
                .findFirst()
                .orElseThrow()
                .getValue()
                .strip();
    }

    void add(String name, String value) {
        fields.add(Map.entry(name, " " + value));
    }

    void remove(String lowerCaseName) {
        fields.removeIf(field -> is(field, lowerCaseName));
    }

    void removeNamesWith(String part) {
        fields.removeIf(field -> field.getKey().contains(part));
    }

    private static boolean is(Map.Entry<String, String> field, String lowerCaseName) {
        return field.getKey().toLowerCase(Locale.ROOT).equals(lowerCaseName);
    }

    void body(UnaryOperator<byte[]> change) {
        body = change.apply(body);
        if (has("content-length")) {
            frameWithLength();
        }
    }

    boolean hasBody() {
        return isChunked || has("content-length");
    }

    void frameWithLength() {
        if (hasBody()) {
            removeFraming();
            isChunked = false;
            add("Content-Length", Integer.toString(body.length));
        }
    }

    /** If it can be: HTTP/1.0 has no chunks. */
    void frameInChunks() {
        if (hasBody() && !version.equals("HTTP/1.0")) {
            removeFraming();
            isChunked = true;
            add("Transfer-Encoding", "chunked");
        }
    }

    void removeBody() {
        removeFraming();
        isChunked = false;
        body = new byte[0];
    }

    private void removeFraming() {
        remove("content-length");
        remove("transfer-encoding");
    }
}
