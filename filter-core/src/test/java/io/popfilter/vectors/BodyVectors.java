// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The body, which is read last. */
final class BodyVectors {

    private static final String SOURCE = " (draft-ietf-oauth-signed-http-request-03 section 3; R-B; V-37).";
    private static final String JSON = "{\"hello\":\"world\"}";

    private BodyVectors() {}

    static void describe(VectorWriter writer) {
        writer.accepts("body/json", "The body of the reference token" + SOURCE).body("application/json", JSON);
        writer.accepts("body/form", "A form" + SOURCE).body("application/x-www-form-urlencoded", "a=1&b=%20&c");
        writer.accepts("body/none", "No body is signed as the hash of nothing" + SOURCE)
                .method("POST");
        writer.accepts("body/every-octet", "Octets, not characters" + SOURCE)
                .body(
                        "application/octet-stream",
                        IntStream.range(0, 256)
                                .mapToObj(octet -> Character.toString((char) octet))
                                .collect(Collectors.joining()));
        writer.accepts("body/chunked", "The octets behind the transfer coding (RFC 9112 section 7.1; R-B 1).")
                .body("application/json", JSON)
                .framed(BodyVectors::chunked);
        describeMethodsWithoutBody(writer);
        describeTransferCodings(writer);
        for (String[] body : new String[][] {
            {"changed", "{\"hello\":\"thief\"}"},
            {"truncated", "{\"hello\":\"world\""},
            {"extended", JSON + "\n"},
            {"removed", ""},
            {"re-encoded", "{ \"hello\": \"world\" }"},
        }) {
            writer.refuses(Reason.BODY_MISMATCH, "body/mismatch-" + body[0], "Not the signed body" + SOURCE)
                    .body("application/json", JSON)
                    .sendsOctets(body[1]);
        }
        writer.refuses(
                        Reason.BODY_MISMATCH,
                        "body/mismatch-added",
                        "A body was added to a request without one" + SOURCE)
                .method("POST")
                .sendsOctets("{}");
        writer.refuses(Reason.BODY_MISMATCH, "body/mismatch-chunked", "Not the signed body, in chunks" + SOURCE)
                .body("application/json", JSON)
                .sendsOctets("{}")
                .framed(BodyVectors::chunked);
        writer.refuses(
                        Reason.BODY_MISMATCH,
                        "body/mismatch-chunks-hashed",
                        "The transfer coding was hashed too" + SOURCE)
                .body("application/json", JSON)
                .claim("b", JsonText.string(Keys.sha256("11\r\n" + JSON + "\r\n0\r\n\r\n")))
                .framed(BodyVectors::chunked);
        writer.refuses(Reason.BODY_MISMATCH, "body/mismatch-hash-padded", "A hash with padding" + SOURCE)
                .body("application/json", JSON)
                .claim("b", JsonText.string(Keys.sha256(JSON) + "="));
        writer.refuses(Reason.BODY_MISMATCH, "body/mismatch-hash-empty", "An empty text as hash" + SOURCE)
                .claim("b", "\"\"");
        describeLimits(writer);
    }

    private static void describeMethodsWithoutBody(VectorWriter writer) {
        String source = " (RFC 9110 section 9.3.1; R-B 2).";
        for (String method : new String[] {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"}) {
            writer.refuses(
                            Reason.BODY_NOT_ALLOWED,
                            "body/not-allowed-" + method.toLowerCase(Locale.ROOT),
                            "Proxies drop or refuse a body of this method, even a signed one" + source)
                    .body("application/json", JSON)
                    .method(method);
        }
        writer.refuses(Reason.BODY_NOT_ALLOWED, "body/not-allowed-chunked", "The same in chunks" + source)
                .body("application/json", JSON)
                .method("GET")
                .framed(BodyVectors::chunked);
        writer.refuses(Reason.BODY_NOT_ALLOWED, "body/not-allowed-added", "A body was added to a GET" + source)
                .sendsOctets("{}");
        writer.accepts("body/get-with-empty-body", "A body is announced, of no octets" + source)
                .sendsField("Content-Length", "0");
        writer.accepts("body/get-with-body-allowed", "Both sides have agreed on bodies with any method" + source)
                .with(Setting.ALLOW, "body-with-any-method")
                .body("application/json", JSON)
                .method("GET");
    }

    private static void describeTransferCodings(VectorWriter writer) {
        String source = " (RFC 9112 section 6.1; R-B 3).";
        for (String[] coding : new String[][] {
            {"gzip-chunked", "gzip, chunked"},
            {"identity", "identity"},
            {"chunked-twice", "chunked, chunked"},
            {"parameter", "chunked;x=1"},
            {"empty", ""},
        }) {
            writer.refuses(
                            Reason.TRANSFER_CODING_NOT_ACCEPTED,
                            "body/transfer-coding-" + coding[0],
                            "With another transfer coding the octets of the body depend on who decoded what" + source)
                    .body("application/json", JSON)
                    .framed(body -> "Transfer-Encoding: " + coding[1] + "\r\n\r\n" + body);
        }
        writer.refuses(
                        Reason.TRANSFER_CODING_NOT_ACCEPTED,
                        "body/transfer-coding-two-lines",
                        "Codings on two lines" + source)
                .body("application/json", JSON)
                .framed(body -> "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }

    private static void describeLimits(VectorWriter writer) {
        String source = " (RFC 9110 section 15.5.14; R-B 5).";
        writer.accepts("body/largest", "A body of as many octets as are read" + source)
                .with(Setting.MAX_BODY_OCTETS, "17")
                .body("application/json", JSON);
        writer.refuses(Reason.BODY_TOO_LARGE, "body/too-large", "One octet more than are read, announced" + source)
                .with(Setting.MAX_BODY_OCTETS, "16")
                .body("application/json", JSON);
        writer.refuses(
                        Reason.BODY_TOO_LARGE,
                        "body/too-large-chunked",
                        "One octet more than are read, in chunks" + source)
                .with(Setting.MAX_BODY_OCTETS, "16")
                .body("application/json", JSON)
                .framed(BodyVectors::chunked);
        writer.refuses(
                        Reason.SIGNATURE_INVALID,
                        "body/too-large-of-a-stranger",
                        "Nothing of a body is read for somebody without the key (R-B 5).")
                .with(Setting.MAX_BODY_OCTETS, "16")
                .body("application/json", JSON)
                .signature(input -> new byte[32]);
        writer.refuses(
                        Reason.BODY_UNREADABLE,
                        "body/broken-off",
                        "The connection ends before the announced length (RFC 9112 section 8).")
                .body("application/json", JSON)
                .framed(body -> "Content-Length: 1000\r\n\r\n" + body);
    }

    private static String chunked(String body) {
        return "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                + "\r\n0\r\n\r\n";
    }
}
