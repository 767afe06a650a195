// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.sign.AnswerHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server answered.
 *
 * @param status the status code
 * @param fields names in lower case, and values, one entry a line
 * @param body one character per octet
 * @param trailers the fields behind the body, as those in front
 */
record Answer(
        int status, List<Map.Entry<String, String>> fields, String body, List<Map.Entry<String, String>> trailers) {

    /** Without trailer fields. */
    Answer(int status, List<Map.Entry<String, String>> fields, String body) {
        this(status, fields, body, List.of());
    }

    static Answer read(InputStream in, boolean hasBody) throws IOException {
        int status;
        List<Map.Entry<String, String>> fields;
        do {
            status = Integer.parseInt(line(in).split(" ", 3)[1]);
            fields = fields(in);
        } while (status < 200); // 100 Continue
        Answer head = new Answer(status, fields, "");
        return hasBody ? body(in, head) : head;
    }

    private static List<Map.Entry<String, String>> fields(InputStream in) throws IOException {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.add(Map.entry(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        return fields;
    }

    private static Answer body(InputStream in, Answer head) throws IOException {
        byte[] octets;
        List<Map.Entry<String, String>> trailers = List.of();
        if (head.lines("transfer-encoding").contains("chunked")) {
            octets = WireOctets.chunksWithoutEnd(in);
            trailers = fields(in);
        } else if (head.lines("content-length").isEmpty()) {
            octets = in.readAllBytes();
        } else {
            octets = in.readNBytes(Integer.parseInt(head.lines("content-length").get(0)));
        }
        String body = new String(octets, StandardCharsets.ISO_8859_1);
        return new Answer(head.status, head.fields, body, trailers);
    }

    private static String line(InputStream in) throws IOException {
        return WireOctets.line(in).strip();
    }

    /** What our signers learn from. */
    AnswerHead head() {
        return new AnswerHead(status, name -> lines(name.toLowerCase(Locale.ROOT)));
    }

    /** The values of a field, one a line. */
    List<String> lines(String lowerCaseName) {
        return lines(fields, lowerCaseName);
    }

    /** The same of a trailer field. */
    List<String> trailerLines(String lowerCaseName) {
        return lines(trailers, lowerCaseName);
    }

    private static List<String> lines(List<Map.Entry<String, String>> fields, String lowerCaseName) {
        return fields.stream()
                .filter(field -> field.getKey().equals(lowerCaseName))
                .map(Map.Entry::getValue)
                .toList();
    }
}
