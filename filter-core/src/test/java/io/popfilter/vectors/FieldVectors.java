// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.List;
import java.util.Locale;

/** Header fields. */
final class FieldVectors {

    private static final String SOURCE = " (draft-ietf-oauth-signed-http-request-03 section 3.2; R-H; V-36).";
    private static final String JSON = "application/json";
    private static final String ETAG = "742-3u8f34-3r2nvv3";

    private FieldVectors() {}

    static void describe(VectorWriter writer) {
        describeAccepted(writer);
        describeNames(writer);
        describeValues(writer);
        describeMismatches(writer);
        describeSensitiveFields(writer);
        describePolicy(writer);
        describeConnection(writer);
        describeLists(writer);
    }

    private static void describeAccepted(VectorWriter writer) {
        writer.accepts("fields/draft-example", "The example of the draft, with the hash that its rule gives" + SOURCE)
                .body(JSON, "{}")
                .field("ETag", ETAG);
        writer.accepts("fields/listed-in-another-order", "The signer chooses the order" + SOURCE)
                .body(JSON, "{}")
                .field("ETag", ETAG)
                .signsFields(List.of("etag", "content-type"), "etag: " + ETAG + "\ncontent-type: " + JSON);
        writer.accepts("fields/empty-list", "No fields, and the hash of nothing" + SOURCE)
                .signsFields(List.of(), "");
        writer.accepts("fields/unsigned-field", "A field that nobody signed and that changes nothing" + SOURCE)
                .sendsField("Accept", "text/html");
        writer.accepts("fields/name-in-another-case", "Names have no letter case on the wire" + SOURCE)
                .sendsField("X-REQUEST-ID", "7")
                .signsFields(List.of("x-request-id"), "x-request-id: 7");
        writer.accepts(
                        "fields/white-space-around",
                        "White space around a value is not part of it (RFC 9110 section 5.5; R-H 4).")
                .sendsField("X-Request-Id", " \t7 \t")
                .signsFields(List.of("x-request-id"), "x-request-id: 7");
        for (String[] type : new String[][] {
            {"upper-case", "Application/JSON", "application/json"},
            {"charset", "text/plain; Charset=UTF-8", "text/plain;charset=utf-8"},
            {"charset-without-space", "text/plain;charset=utf-8", "text/plain;charset=utf-8"},
            {"other-parameter", "multipart/form-data; Boundary=AbC", "multipart/form-data;boundary=AbC"},
            {"quoted", "text/plain; a=\"x; Y\"; b=1", "text/plain;a=\"x; Y\";b=1"},
            {"empty-parameter", "text/plain;", "text/plain"},
        }) {
            writer.accepts(
                            "fields/content-type-" + type[0],
                            "One form for all spellings of a media type (RFC 9110 section 8.3.1; R-H 5).")
                    .method("POST")
                    .octets("hello")
                    .sendsField("Content-Type", type[1])
                    .signsFields(List.of("content-type"), "content-type: " + type[2]);
        }
        writer.accepts(
                        "fields/content-encoding",
                        "A content coding has no letter case (RFC 9110 section 8.4.1; R-H 5).")
                .method("POST")
                .octets("\u001F\u008B")
                .sendsField("Content-Type", "text/plain")
                .sendsField("Content-Encoding", "GZip")
                .signsFields(
                        List.of("content-type", "content-encoding"),
                        "content-type: text/plain\ncontent-encoding: gzip");
    }

    private static void describeNames(VectorWriter writer) {
        for (String name : new String[] {
            "authorization", "host", "content-length", "connection", "cookie", "x-forwarded-for", "user-agent", "via"
        }) {
            refusesName(writer, name, name);
        }
        refusesName(writer, "upper-case", "X-Request-Id");
        refusesName(writer, "underscore", "x_request_id");
        refusesName(writer, "empty", "");
        refusesName(writer, "space", "x request");
        refusesName(writer, "leading-hyphen", "-x");
        writer.refuses(Reason.FIELD_NOT_COVERABLE, "fields/name-twice", "A field listed twice" + SOURCE)
                .sendsField("X-A", "1")
                .signsFields(List.of("x-a", "x-a"), "x-a: 1\nx-a: 1");
        writer.refuses(Reason.FIELD_ABSENT, "fields/absent", "A signed field was removed" + SOURCE)
                .field("X-A", "1")
                .sendsNoField("X-A");
        writer.refuses(Reason.FIELD_REPEATED, "fields/repeated", "A signed field on two lines" + SOURCE)
                .field("X-A", "1")
                .sendsField("X-A", "2");
        writer.refuses(Reason.FIELD_REPEATED, "fields/repeated-content-type", "A second Content-Type" + SOURCE)
                .body(JSON, "{}")
                .sendsField("content-type", "text/html");
        writer.refuses(Reason.FIELD_REPEATED, "fields/repeated-equal", "The same line twice" + SOURCE)
                .field("X-A", "1")
                .sendsField("X-A", "1");
    }

    private static void refusesName(VectorWriter writer, String vector, String name) {
        writer.refuses(
                        Reason.FIELD_NOT_COVERABLE,
                        "fields/name-" + vector,
                        "Fields that intermediaries change, and names that they drop, are not signed"
                                + " (draft-ietf-oauth-signed-http-request-03 section 3.2; R-H 1, R-H 2).")
                .signsFields(List.of(name), name + ": 1");
    }

    private static void describeValues(VectorWriter writer) {
        for (String[] value : new String[][] {
            {"empty", ""},
            {"two-spaces", "a  b"},
            {"tab-inside", "a\tb"},
            {"utf8", "caf\u00C3\u00A9"},
            {"latin1", "caf\u00E9"},
            {"control", "a\u0001b"},
        }) {
            writer.refuses(
                            Reason.FIELD_VALUE_UNACCEPTABLE,
                            "fields/value-" + value[0],
                            "Proxies and containers change values that are not printable ASCII with single spaces"
                                    + " (RFC 9110 section 5.5; R-H 4).")
                    .field("X-A", value[1]);
        }
        for (String[] type : new String[][] {
            {"without-slash", "json"},
            {"without-subtype", "text/"},
            {"unfinished-quotes", "text/plain; a=\"b"},
            {"parameter-without-value", "text/plain; charset="},
            {"parameter-twice", "text/plain; charset=utf-8; Charset=utf-7"},
            {"list", "text/plain, text/html"},
            {"space-before-equals", "text/plain; charset =utf-8"},
        }) {
            writer.refuses(
                            Reason.FIELD_VALUE_UNACCEPTABLE,
                            "fields/content-type-" + type[0],
                            "A Content-Type that is no media type (RFC 9110 section 8.3.1; R-H 5).")
                    .body(type[1], "hello");
        }
    }

    private static void describeMismatches(VectorWriter writer) {
        writer.refuses(Reason.FIELDS_MISMATCH, "fields/mismatch-value-changed", "A signed value was changed" + SOURCE)
                .field("X-A", "1")
                .sendsNoField("X-A")
                .sendsField("X-A", "2");
        writer.refuses(Reason.FIELDS_MISMATCH, "fields/mismatch-letter-case", "Values have letter case" + SOURCE)
                .field("X-A", "a")
                .sendsNoField("X-A")
                .sendsField("X-A", "A");
        writer.refuses(
                        Reason.FIELDS_MISMATCH,
                        "fields/mismatch-content-type",
                        "The body is to be read as something else (RFC 9110 section 8.3; V-35).")
                .body(JSON, "{}")
                .sendsNoField("Content-Type")
                .sendsField("Content-Type", "text/html");
        writer.refuses(Reason.FIELDS_MISMATCH, "fields/mismatch-multipart-boundary", "Another boundary" + SOURCE)
                .body("multipart/form-data;boundary=AbC", "--AbC--")
                .sendsNoField("Content-Type")
                .sendsField("Content-Type", "multipart/form-data;boundary=abc");
        writer.refuses(
                        Reason.FIELDS_MISMATCH,
                        "fields/mismatch-cr-lf",
                        "Lines joined with CR LF, as in the hash that the draft prints" + SOURCE)
                .body(JSON, "{}")
                .field("ETag", ETAG)
                .claim("h", "[[\"content-type\",\"etag\"],\"bZA981YJBrPlIzOvplbu3e7ueREXXr38vSkxIBYOaxI\"]");
        writer.refuses(
                        Reason.FIELDS_MISMATCH,
                        "fields/mismatch-trailing-lf",
                        "A line feed behind the last line" + SOURCE)
                .body(JSON, "{}")
                .field("ETag", ETAG)
                .claim("h", "[[\"content-type\",\"etag\"],\"mAQAcOW92mqQ84EGuRxva9t6YYJs4U13SPS4dE9Er5s\"]");
        writer.refuses(Reason.FIELDS_MISMATCH, "fields/mismatch-no-space", "No space behind the colon" + SOURCE)
                .field("X-A", "1")
                .signsFields(List.of("x-a"), "x-a:1");
        writer.refuses(
                        Reason.FIELDS_MISMATCH,
                        "fields/mismatch-empty-list",
                        "No fields, and a hash of something" + SOURCE)
                .signsFields(List.of(), "x-a: 1");
    }

    private static void describePolicy(VectorWriter writer) {
        String source = " (draft-ietf-oauth-signed-http-request-03 section 7.5; R-H 8).";
        writer.accepts("fields/required", "A field that the server requires" + source)
                .with(Setting.REQUIRED_FIELDS, "x-tenant")
                .field("X-Tenant", "a");
        writer.refuses(
                        Reason.COMPONENT_NOT_COVERED,
                        "fields/required-not-signed",
                        "It is there and not signed" + source)
                .with(Setting.REQUIRED_FIELDS, "x-tenant")
                .sendsField("X-Tenant", "a");
        writer.refuses(Reason.COMPONENT_NOT_COVERED, "fields/required-not-sent", "It is not there" + source)
                .with(Setting.REQUIRED_FIELDS, "x-tenant");
        writer.refuses(Reason.FIELD_ABSENT, "fields/required-absent", "It was signed and taken away" + source)
                .with(Setting.REQUIRED_FIELDS, "x-tenant")
                .field("X-Tenant", "a")
                .sendsNoField("X-Tenant");
        writer.refuses(
                        Reason.SENSITIVE_FIELD_NOT_COVERED,
                        "fields/sensitive-of-the-server",
                        "A field that the server calls sensitive, and is not signed" + source)
                .with(Setting.SENSITIVE_FIELDS, "x-user")
                .sendsField("X-User", "root");
        writer.accepts("fields/sensitive-of-the-server-signed", "The same, signed" + source)
                .with(Setting.SENSITIVE_FIELDS, "x-user")
                .field("X-User", "alice");
        writer.accepts("fields/sensitive-of-the-server-absent", "The same, not there" + source)
                .with(Setting.SENSITIVE_FIELDS, "x-user");
        writer.refuses(
                        Reason.SENSITIVE_FIELD_NOT_COVERED,
                        "fields/sensitive-is-only-added-to",
                        "Those that are always sensitive stay so" + source)
                .with(Setting.SENSITIVE_FIELDS, "x-user")
                .sendsField("X-Original-URL", "/admin");
    }

    private static void describeConnection(VectorWriter writer) {
        String source = " (RFC 9110 section 7.6.1; R-H 7).";
        for (String[] connection : new String[][] {
            {"covered-field", "x-a"},
            {"letter-case", "X-A"},
            {"among-others", "close ,\tX-a, upgrade"},
            {"authorization", "Authorization"},
        }) {
            writer.refuses(
                            Reason.FIELD_NAMED_IN_CONNECTION,
                            "fields/connection-names-" + connection[0],
                            "Some intermediaries take away what Connection names" + source)
                    .field("X-A", "1")
                    .sendsField("Connection", connection[1]);
        }
        writer.refuses(
                        Reason.FIELD_NAMED_IN_CONNECTION,
                        "fields/connection-names-on-second-line",
                        "Some intermediaries take away what Connection names" + source)
                .field("X-A", "1")
                .sendsField("Connection", "close")
                .sendsField("Connection", "x-a");
        writer.accepts("fields/connection-close", "Nothing that is signed is named" + source)
                .field("X-A", "1")
                .sendsField("X-B", "1")
                .sendsField("Connection", "keep-alive, x-b, x-aa, ,");
    }

    private static void describeLists(VectorWriter writer) {
        String source = " (RFC 9110 section 5.3; R-H 3).";
        writer.accepts("fields/list-on-two-lines", "Lines of a list are joined with a comma and a space" + source)
                .with(Setting.LIST_FIELDS, "x-tags")
                .sendsField("X-Tags", " a")
                .sendsField("X-Tags", "b, \"c,,d\" ")
                .signsFields(List.of("x-tags"), "x-tags: a, b, \"c,,d\"");
        writer.accepts("fields/list-on-one-line", "The same, joined on the way" + source)
                .with(Setting.LIST_FIELDS, "x-tags")
                .field("X-Tags", "a, b, \"c,,d\"");
        writer.refuses(Reason.FIELD_REPEATED, "fields/list-of-another-name", "Other fields stay on one line" + source)
                .with(Setting.LIST_FIELDS, "x-tags")
                .sendsField("X-Tag", "a")
                .sendsField("X-Tag", "b")
                .signsFields(List.of("x-tag"), "x-tag: a, b");
        for (String[] value : new String[][] {
            {"empty-line", ""},
            {"empty-member", "a,,b"},
            {"leading-comma", ",a"},
            {"trailing-comma", "a, "},
            {"open-quotes", "\"a"},
        }) {
            writer.refuses(
                            Reason.FIELD_VALUE_UNACCEPTABLE,
                            "fields/list-with-" + value[0],
                            "Intermediaries drop empty members, and lines are joined within open quotation marks"
                                    + source)
                    .with(Setting.LIST_FIELDS, "x-tags")
                    .sendsField("X-Tags", "x")
                    .sendsField("X-Tags", value[1])
                    .signsFields(List.of("x-tags"), "x-tags: x, " + value[1]);
        }
        writer.refuses(Reason.FIELD_NOT_COVERABLE, "fields/name-date", "Proxies may replace Date (R-H 2).")
                .field("Date", "Thu, 15 Jan 2026 12:00:00 GMT");
        writer.accepts("fields/date-allowed", "Both sides have agreed on signing Date (R-H 2).")
                .with(Setting.ALLOW, "date-field")
                .field("Date", "Thu, 15 Jan 2026 12:00:00 GMT");
    }

    private static void describeSensitiveFields(VectorWriter writer) {
        String source = " (draft-ietf-oauth-signed-http-request-03 section 7.5; R-H 8; V-35, V-38, V-46).";
        for (String name : new String[] {
            "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-URL", "X-Rewrite-URL"
        }) {
            writer.refuses(
                            Reason.SENSITIVE_FIELD_NOT_COVERED,
                            "fields/sensitive-" + name.toLowerCase(Locale.ROOT),
                            "A field that gives the request another meaning, and is not signed" + source)
                    .sendsField(name, "DELETE");
        }
        writer.accepts("fields/sensitive-signed", "A method override that the client signed" + source)
                .method("POST")
                .field("X-HTTP-Method-Override", "PATCH");
        writer.refuses(
                        Reason.SENSITIVE_FIELD_NOT_COVERED,
                        "fields/sensitive-content-type",
                        "A signed body whose type is not signed" + source)
                .method("POST")
                .octets("{}")
                .sendsField("Content-Type", JSON);
        writer.refuses(
                        Reason.SENSITIVE_FIELD_NOT_COVERED,
                        "fields/sensitive-content-encoding",
                        "A content coding was added to a signed body" + source)
                .body(JSON, "{}")
                .sendsField("Content-Encoding", "gzip");
        writer.accepts("fields/sensitive-content-type-relaxed", "The policy does without the type of the body" + source)
                .with(Setting.COVERAGE_RELAXED, "/things/* = content-type")
                .method("POST")
                .octets("{}")
                .sendsField("Content-Type", JSON);
        writer.accepts("fields/sensitive-content-type-without-body", "A type of no body need not be signed" + source)
                .method("POST")
                .sendsField("Content-Type", JSON);
        writer.accepts("fields/sensitive-no-content-type", "A body without a type" + source)
                .method("POST")
                .octets("{}");
    }
}
