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
 */
record Answer(int status, List<Map.Entry<String, String>> fields, String body) {

    static Answer read(InputStream in, boolean hasBody) throws IOException {
        int status;
        List<Map.Entry<String, String>> fields;
        do {
            status = Integer.parseInt(line(in).split(" ", 3)[1]);
            fields = fields(in);
        } while (status < 200); // 100 Continue
        Answer head = new Answer(status, fields, "");
        return hasBody ? new Answer(status, fields, body(in, head)) : head;
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

    private static String body(InputStream in, Answer head) throws IOException {
        byte[] octets;
        if (head.lines("transfer-encoding").contains("chunked")) {
            octets = WireOctets.chunks(in);
        } else if (head.lines("content-length").isEmpty()) {
            octets = in.readAllBytes();
        } else {
            octets = in.readNBytes(Integer.parseInt(head.lines("content-length").get(0)));
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
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
        return fields.stream()
                .filter(field -> field.getKey().equals(lowerCaseName))
                .map(Map.Entry::getValue)
                .toList();
    }
}
