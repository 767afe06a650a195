// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.Locale;

/** Method, authority and path. */
final class TargetVectors {

    private static final String DRAFT = " (draft-ietf-oauth-signed-http-request-03 section 5).";

    private TargetVectors() {}

    static void describe(VectorWriter writer) {
        describeMethod(writer);
        describeAuthority(writer);
        describeExternalAddresses(writer);
        describePath(writer);
        describeAmbiguousTargets(writer);
        describeAllowances(writer);
        describeCoverage(writer);
    }

    private static void describeAllowances(VectorWriter writer) {
        String percent = "encoded-percent";
        String parameters = "path-parameters";
        for (String[] path : new String[][] {
            {"percent", percent, "/a%25b", "/a%25b"},
            {"percent-kept-as-it-is", percent, "/a%252f%2561", "/a%252f%2561"},
            {"parameter", parameters, "/a;x=1/b", "/a;x=1/b"},
            {"parameter-percent-normal-form", parameters, "/%61;%78%3d%2c=,/%3d", "/a;x%3D%2C=,/="},
        }) {
            writer.accepts(
                            "request/allowed-" + path[0],
                            "What is ambiguous, and both sides have agreed on (Jakarta Servlet 6.0 section 3.5.2; R-P 3).")
                    .with(Setting.ALLOW, path[1])
                    .sendsTarget(path[2])
                    .signsPath(path[3]);
        }
        for (String[] path : new String[][] {
            {"parameter-where-percent-is", percent, "/a;x/b"},
            {"percent-where-parameter-is", parameters, "/a%25b"},
            {"two-dots-with-parameter", parameters, "/public/..;x/admin"},
            {"encoded-dot-with-parameter", parameters, "/a/%2e;x/b"},
            {"empty-segment-with-parameter", parameters, "/a/;x/b"},
            {"empty-last-segment-with-parameter", parameters, "/a/;x"},
            {"encoded-slash-in-parameter", parameters, "/a;x=%2F../b"},
            {"two-dots-encoded", percent, "/a/%2e%2e/b"},
        }) {
            writer.refuses(
                            Reason.TARGET_AMBIGUOUS,
                            "request/not-allowed-" + path[0],
                            "What stays refused where something else is allowed"
                                    + " (Jakarta Servlet 6.0 section 3.5.2; R-P 3).")
                    .with(Setting.ALLOW, path[1])
                    .target(path[2]);
        }
        writer.refuses(Reason.PATH_MISMATCH, "request/allowed-percent-decoded-twice", "A proxy decoded twice (R-P 3).")
                .with(Setting.ALLOW, percent)
                .signsPath("/a%2561")
                .sendsTarget("/a%61");
        writer.accepts("request/allowed-host-underscore", "An underscore in a host (RFC 9110 section 7.2; R-A 2).")
                .with(Setting.ALLOW, "host-underscore")
                .host("my_api.example.com");
    }

    private static void describeMethod(VectorWriter writer) {
        for (String method : new String[] {"GET", "HEAD", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "M-SEARCH"}) {
            writer.accepts(
                            "request/method-" + method.toLowerCase(Locale.ROOT),
                            "Any method of upper-case letters (RFC 9110 section 9.1; V-38).")
                    .method(method);
        }
        writer.refuses(Reason.METHOD_MISMATCH, "request/method-changed", "Signed for GET, sent as DELETE" + DRAFT)
                .sendsMethod("DELETE");
        writer.refuses(
                        Reason.METHOD_MISMATCH,
                        "request/method-head-for-get",
                        "HEAD is not GET (RFC 9110 section 9.3.2).")
                .sendsMethod("HEAD");
        writer.refuses(
                        Reason.METHOD_MISMATCH,
                        "request/method-signed-in-lower-case",
                        "A method has letter case (RFC 9110 section 9.1; V-38).")
                .claim("m", "\"get\"");
        for (String method : new String[] {"get", "Get", "PATCH_", "G3T", "-GET", "GET-"}) {
            writer.refuses(
                            Reason.METHOD_UNACCEPTABLE,
                            "request/method-"
                                    + switch (method) {
                                        case "get" -> "lower-case";
                                        case "Get" -> "mixed-case";
                                        case "PATCH_" -> "underscore";
                                        case "G3T" -> "digit";
                                        case "-GET" -> "leading-hyphen";
                                        default -> "trailing-hyphen";
                                    },
                            "A method that is not made of upper-case letters (RFC 9110 section 9.1; R-M; V-38).")
                    .method(method);
        }
    }

    private static void describeAuthority(VectorWriter writer) {
        String source = " (RFC 9110 section 4.2.3; R-A; V-39).";
        writer.accepts("request/host-upper-case", "A host has no letter case" + source)
                .sendsHost("API.Example.COM");
        writer.accepts("request/host-signed-in-upper-case", "A host has no letter case" + source)
                .signsAuthority("API.EXAMPLE.COM");
        writer.accepts("request/host-default-port", "The default port of https is left out" + source)
                .sendsHost("api.example.com:443");
        writer.accepts("request/host-default-port-signed", "The default port of https is left out" + source)
                .signsAuthority("api.example.com:443");
        writer.accepts("request/host-default-port-of-http", "The default port of http is left out" + source)
                .with(Setting.CONNECTION, "http")
                .sendsHost("api.example.com:80");
        writer.accepts("request/host-other-port", "Any other port counts" + source)
                .host("api.example.com:8443");
        writer.accepts("request/host-ipv6", "An IPv6 address in brackets" + source)
                .host("[2001:db8::1]:8443");
        for (String[] authority : new String[][] {
            {"other", "other.example.com"},
            {"longer", "api.example.com.thief.example"},
            {"other-port", "api.example.com:8443"},
            {"port-of-http", "api.example.com:80"},
            {"trailing-dot", "api.example.com."},
            {"user-information", "alice@api.example.com"},
            {"with-scheme", "https://api.example.com"},
            {"with-path", "api.example.com/"},
            {"leading-zero-in-port", "api.example.com:0443"},
            {"empty", ""},
        }) {
            writer.refuses(
                            Reason.AUTHORITY_MISMATCH,
                            "request/host-signed-" + authority[0],
                            "Signed for an authority that is not the one connected to" + source)
                    .signsAuthority(authority[1]);
        }
        for (String[] host : new String[][] {
            {"missing", ""},
            {"list", "api.example.com, other.example.com"},
            {"user-information", "alice@api.example.com"},
            {"trailing-dot", "api.example.com."},
            {"port-zero", "api.example.com:0"},
            {"port-empty", "api.example.com:"},
            {"port-too-large", "api.example.com:65536"},
            {"percent", "api%2Eexample.com"},
            {"not-ascii", "\u00C3\u00A4pi.example.com"},
            {"underscore", "my_api.example.com"},
            {"number", "2130706433"},
            {"short-ipv4", "127.1"},
            {"octal-ipv4", "127.0.0.01"},
            {"hexadecimal-ipv4", "127.0.0.0x1"},
            {"ipv6-zone", "[fe80::1%25eth0]"},
            {"ipv6-too-long", "[1:2:3:4:5:6:7:8:9]"},
        }) {
            writer.refuses(
                            Reason.AUTHORITY_UNACCEPTABLE,
                            "request/host-" + host[0],
                            "A Host field that names no authority, or not one (RFC 9110 section 7.2; R-A).")
                    .sendsHost(host[1]);
        }
        writer.refuses(
                        Reason.AUTHORITY_UNACCEPTABLE,
                        "request/host-twice",
                        "Two Host fields (RFC 9112 section 3.2; R-A).")
                .sendsField("Host", "other.example.com");
        writer.accepts("request/absolute-form", "A target in absolute form (RFC 9112 section 3.2.2; V-49).")
                .sendsTarget("https://api.example.com/things/42");
        writer.accepts(
                        "request/absolute-form-without-path",
                        "An empty path is the path / (RFC 9110 section 4.2.3; V-39).")
                .sendsTarget("https://api.example.com")
                .signsPath("/");
        writer.refuses(
                        Reason.AUTHORITY_UNACCEPTABLE,
                        "request/absolute-form-disagrees",
                        "A target in absolute form with another authority than Host (RFC 9112 section 3.2.2; V-49).")
                .sendsTarget("https://other.example.com/things/42");
        writer.accepts(
                        "request/forwarding-fields-are-ignored",
                        "Nobody believes what a request says about its way here (RFC 7239 section 8.1; V-46).")
                .sendsField("X-Forwarded-Host", "other.example.com")
                .sendsField("Forwarded", "host=other.example.com;proto=http");
    }

    private static void describeExternalAddresses(VectorWriter writer) {
        String source = " (draft-ietf-oauth-signed-http-request-03 section 3; R-A 3, R-P 5).";
        String two = "https://api.example.com https://gateway.example.com:8443/v1/api";
        writer.accepts(
                        "request/external-address",
                        "Behind a gateway the configured address counts, Host does not" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .with(Setting.CONNECTION, "http")
                .sendsHost("10.0.0.7:8080");
        writer.accepts("request/external-address-without-host", "Nothing in the request is believed" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .sendsHost("");
        writer.accepts(
                        "request/external-address-with-prefix",
                        "The gateway strips a prefix that the client signed" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .signsAuthority("gateway.example.com:8443")
                .signsPath("/v1/api/things/42");
        writer.accepts("request/external-address-prefix-and-root", "Prefix and the path / make prefix/" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .target("/")
                .signsAuthority("gateway.example.com:8443")
                .signsPath("/v1/api/");
        writer.refuses(
                        Reason.PATH_MISMATCH,
                        "request/external-address-prefix-not-signed",
                        "The path without the prefix of its address" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .signsAuthority("gateway.example.com:8443");
        writer.refuses(
                        Reason.PATH_MISMATCH,
                        "request/external-address-prefix-of-another",
                        "The authority of one address and the prefix of another" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .signsPath("/v1/api/things/42");
        writer.refuses(
                        Reason.AUTHORITY_MISMATCH,
                        "request/external-address-not-configured",
                        "Host agrees with what is signed, and is not configured" + source)
                .with(Setting.EXTERNAL_ADDRESSES, two)
                .host("internal.example.com");
        writer.accepts("request/context-path", "The context path belongs to the path" + source)
                .with(Setting.CONTEXT_PATH, "/app")
                .target("/app/things/42");
        writer.refuses(
                        Reason.TARGET_AMBIGUOUS,
                        "request/context-path-spelled-differently",
                        "A path that does not begin with the context path (Jakarta Servlet 6.0 section 3.5).")
                .with(Setting.CONTEXT_PATH, "/app")
                .target("/application/42");
    }

    private static void describePath(VectorWriter writer) {
        for (String[] path : new String[][] {
            {"root", "/", "/"},
            {"trailing-slash", "/things/", "/things/"},
            {"unreserved-encoded", "/%7Ealice/%41%2Db%5f", "/~alice/A-b_"},
            {"tilde", "/~alice", "/~alice"},
            {"sub-delims-encoded", "/a%21%24%26%27%28%29%2A%2B%2C%3D%3A%40b", "/a!$&'()*+,=:@b"},
            {"sub-delims", "/a!$&'()*+,=:@b", "/a!$&'()*+,=:@b"},
            {"lower-case-hex", "/caf%c3%a9", "/caf%C3%A9"},
            {"space-encoded", "/a%20b", "/a%20b"},
            {"question-mark-encoded", "/a%3fb", "/a%3Fb"},
            {"semicolon-encoded", "/a%3bb", "/a%3Bb"},
            {"illegal-character", "/a|b\"c<d>", "/a%7Cb%22c%3Cd%3E"},
            {"dots-in-name", "/a../..b/...", "/a../..b/..."},
        }) {
            writer.accepts(
                            "request/path-" + path[0],
                            "One spelling for what is the same (RFC 3986 section 6.2.2; R-P 2).")
                    .sendsTarget(path[1])
                    .signsPath(path[2]);
        }
        writer.accepts("request/path-signed-in-another-spelling", "The signed path has its normal form too (R-P 2).")
                .sendsTarget("/~alice")
                .signsPath("/%7ealice");
        for (String[] path : new String[][] {
            {"changed", "/things/43"},
            {"trailing-slash-added", "/things/42/"},
            {"segment-removed", "/things"},
            {"letter-case", "/Things/42"},
            {"root", "/"},
        }) {
            writer.refuses(
                            Reason.PATH_MISMATCH,
                            "request/path-mismatch-" + path[0],
                            "Another path than the signed one; no case, no slash is folded"
                                    + " (draft-ietf-oauth-signed-http-request-03 section 5; R-P 4).")
                    .sendsTarget(path[1]);
        }
        writer.refuses(
                        Reason.PATH_MISMATCH,
                        "request/path-mismatch-unicode-form",
                        "No Unicode form is folded: NFC signed, NFD sent (RFC 3986 section 6.2.2; R-P 4).")
                .signsPath("/caf%C3%A9")
                .sendsTarget("/cafe%CC%81");
        writer.refuses(
                        Reason.PATH_MISMATCH,
                        "request/path-mismatch-signed-with-dots",
                        "The signed path is refused where the received one would be (RFC 3986 section 6.2.2.3; R-P 3).")
                .signsPath("/things/./42");
    }

    private static void describeAmbiguousTargets(VectorWriter writer) {
        for (String[] target : new String[][] {
            {"dot-segment", "/a/./b"},
            {"two-dots", "/a/../b"},
            {"two-dots-at-end", "/a/.."},
            {"dot-encoded", "/a/%2e/b"},
            {"two-dots-encoded", "/a/%2E%2e/b"},
            {"two-dots-half-encoded", "/a/.%2E/b"},
            {"two-dots-with-parameter", "/public/..;/admin"},
            {"dot-with-parameter", "/a/.;x=1/b"},
            {"path-parameter", "/a;jsessionid=1/b"},
            {"empty-segment", "/a//b"},
            {"empty-first-segment", "//a"},
            {"slash-encoded", "/a%2Fb"},
            {"slash-encoded-lower-case", "/a%2fb"},
            {"backslash", "/a\\..\\b"},
            {"backslash-encoded", "/a%5cb"},
            {"percent-encoded", "/a%252e%252e/b"},
            {"nul", "/a%00b"},
            {"line-feed", "/a%0Ab"},
            {"delete", "/a%7Fb"},
            {"percent-u", "/a%u002e%u002e/b"},
            {"percent-without-hex", "/a%zzb"},
            {"percent-at-end", "/a%"},
            {"percent-cut-off", "/a%2"},
            {"overlong-utf8", "/a/%C0%AE%C0%AE/b"},
            {"not-utf8", "/caf%E9"},
            {"surrogate-in-utf8", "/a%ED%A0%80"},
            {"raw-not-ascii", "/caf\u00C3\u00A9"},
            {"tab", "/a\tb"},
            {"fragment", "/a#b"},
            {"asterisk", "*"},
            {"no-slash", "things/42"},
            {"query-percent-without-hex", "/a?b=%zz"},
            {"query-percent-at-end", "/a?b=%"},
            {"query-percent-u", "/a?b=%u0061"},
            {"query-raw-not-ascii", "/a?b=caf\u00C3\u00A9"},
            {"query-fragment", "/a?b=1#c"},
            {"query-tab", "/a?b=\t1"},
        }) {
            writer.refuses(
                            Reason.TARGET_AMBIGUOUS,
                            "request/ambiguous-" + target[0],
                            "Two parties could read this target differently"
                                    + " (Jakarta Servlet 6.0 section 3.5.2; R-P 3, R-Q 4; V-39, V-41, V-42).")
                    .target(target[1]);
        }
    }

    private static void describeCoverage(VectorWriter writer) {
        String source = " (draft-ietf-oauth-signed-http-request-03 section 7.5; V-35).";
        for (String[] member : new String[][] {
            {"m", "method"},
            {"u", "authority"},
            {"p", "path"},
            {"q", "query"},
            {"b", "body"},
        }) {
            writer.refuses(
                            Reason.COMPONENT_NOT_COVERED,
                            "coverage/without-" + member[0],
                            "A required component is not signed" + source)
                    .without(member[0]);
            writer.accepts("coverage/relaxed-" + member[0], "The policy does without this component here" + source)
                    .with(Setting.COVERAGE_RELAXED, "/things/* = " + member[1])
                    .without(member[0]);
        }
        writer.refuses(
                        Reason.COMPONENT_NOT_COVERED,
                        "coverage/relaxed-elsewhere",
                        "The policy does without this component on other routes" + source)
                .with(Setting.COVERAGE_RELAXED, "/thing/* = method")
                .without("m");
        writer.refuses(
                        Reason.METHOD_MISMATCH,
                        "coverage/relaxed-but-wrong",
                        "A component that need not be signed is checked when it is" + source)
                .with(Setting.COVERAGE_RELAXED, "/things/* = method")
                .sendsMethod("DELETE");
        writer.refuses(
                        Reason.COMPONENT_NOT_COVERED,
                        "coverage/nothing",
                        "A token and a time, and nothing of the request" + source)
                .without("m")
                .without("u")
                .without("p")
                .without("q")
                .without("b");
        writer.refuses(
                        Reason.CHANNEL_BINDING_NOT_COMPARABLE,
                        "channel/binding-not-comparable",
                        "A channel binding that this server cannot compare (RFC 9266 section 3).")
                .claim("cb", "\"tls-exporter:" + Keys.sha256("exported") + "\"");
        for (String[] cb : new String[][] {
            {"no-type", "\"" + Keys.sha256("exported") + "\""},
            {"empty-type", "\":AAAA\""},
            {"no-value", "\"tls-exporter:\""},
            {"not-base64url", "\"tls-exporter:AA+A\""},
            {"padding", "\"tls-exporter:AA==\""},
            {"not-canonical", "\"tls-exporter:AB\""},
            {"number", "7"},
            {"too-long", "\"tls-exporter:" + "A".repeat(400) + "\""},
        }) {
            writer.refuses(
                            Reason.AUTHENTICATOR_CLAIM_INVALID,
                            "channel/malformed-" + cb[0],
                            "A channel binding is type:base64url (RFC 5056 section 7; RFC 4648 section 5).")
                    .claim("cb", cb[1]);
        }
    }
}
