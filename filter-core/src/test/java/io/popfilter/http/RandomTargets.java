// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Requests at random, from a seed: half of them without a fault, the other half with one thing or more that is refused.
 *
 * <p>The alphabets are small, so that one meaning is met in several spellings.
 */
final class RandomTargets {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "QUERY", "M-SEARCH");
    private static final List<String> BAD_METHODS = List.of("get", "Post", "", "G T", "-A", "A--B", "G\u00c9T");

    private static final List<String> HOSTS = List.of(
            "api.example", "API.Example", "a-1.b.example", "192.0.2.7", "[2001:db8::1]", "[2001:DB8::a]", "localhost");
    private static final List<String> PORTS = List.of("", "", ":443", ":8443", ":80", ":1", ":65535");
    private static final List<String> BAD_HOSTS = List.of(
            "u@api.example",
            "api.example.",
            "api.example.:8443",
            "api.example:",
            "api.example:0",
            "api.example:0443",
            "api.example:65536",
            "",
            ":443",
            "a..example",
            "a_b.example",
            "b\u00fccher.example",
            "\u212aey.example",
            "[::1",
            "1.2.3",
            "a,b",
            "a%62.example");

    /** Characters and triplets of a path; several of them mean the same. */
    private static final List<String> PATH_UNITS =
            List.of(("a b A Z 0 9 - . _ ~ ! $ & ' ( ) * + , = : @ \" < > [ ] ^ ` { | } %61 %41 %5a %2D %2e %7e %5F %30"
                            + " %21 %24 %26 %27 %28 %29 %2a %2C %3d %3A %40 %2b %22 %5b %5D %7C %20 %3f %23 %3B %3b %C3%A9"
                            + " %c3%a9 %e2%82%Ac")
                    .split(" "));

    private static final List<String> BAD_PATH_PARTS = List.of(
            "//",
            "/../",
            "/./",
            "/..",
            "/.",
            "/%2e%2E/",
            "/.%2e",
            "%2F",
            "%2f",
            "%5C",
            "%5c",
            "\\",
            "b\\c",
            "/;x",
            "/..;a/",
            "%00",
            "%1f",
            "%7F",
            "%",
            "%4",
            "%zz",
            "#f",
            " ",
            "\u00e9",
            "\t",
            "\n",
            "%FF",
            "%c3",
            "%ED%A0%80",
            "%C0%AF");

    /** Refused, unless both sides agree on them. */
    private static final List<String> ALLOWABLE_PATH_PARTS =
            List.of(";x=1", ";", ";%61=%3D", "%25", "%252F", "%252e%252e", "%2541");

    private static final List<String> NAMES =
            List.of("a", "b", "%61", "B", "", "a", "view", "%C3%A9", "%c3%a9", "a[]", "x;y", "?q", "a+b");
    private static final List<String> QUERY_UNITS = List.of(
            ("a b A 1 ~ %7e %7E %61 + %20 %2B %2b ; %3B / %2f : @ = %3D %26 ? , [ %5b ] %5D { | } \" < > ^ ` \\ %5c %25"
                            + " %FF %00 %C3%A9 %c3%a9 ! $ ' ( ) *")
                    .split(" "));
    private static final List<String> BAD_QUERY_PARTS =
            List.of(" ", "#", "%", "%4", "%zz", "\u00e9", "\t", "\u007f", "%\u0661\u0661");

    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "Application/JSON",
            "application/json; charset=UTF-8",
            "application/json;Charset=utf-8",
            "text/plain;charset=ISO-8859-1; format=Flowed",
            "Multipart/Form-Data; boundary=AbC",
            " text/xml ");
    private static final List<String> BAD_MEDIA_TYPES =
            List.of("", "text", "text/", "a/b;c", "a/b; x=1;X=1", "a/b; x=\"1", "a/b, c/d");
    private static final List<String> CODINGS = List.of("gzip", "GZIP", "Deflate", " br");
    private static final List<String> ORDERS =
            List.of("1", "A, b c", " x", "\ta b\t", "a;q=\"B\"", "sf=?1", "a:b", "z ", "Zz \"\\\"\"");
    private static final List<String> BAD_ORDERS = List.of("", "a  b", "a\tb", "\u00e9", "a\r\n b", "a\nb", "\u007f");
    private static final List<String> TAGS = List.of("a", "b", "A,b", "c, d", " e ", "\"f, g\"", "h;q=1", "\"\\\"\"");
    private static final List<String> BAD_TAGS = List.of("", ",", "a,", ", a", "a,,b", "a, ,b", "\"a", "b\"", "a  b");

    private final Random random;

    RandomTargets(Random random) {
        this.random = random;
    }

    Sent next() {
        return random.nextBoolean() ? accepted() : faulty();
    }

    /** By the strict rules, with {@code x-tags} as a list. */
    Sent accepted() {
        Sent sent = new Sent(one(METHODS), one(HOSTS) + one(PORTS), path(), query(), List.of())
                .add(cased("Content-Type"), one(MEDIA_TYPES))
                .add(cased("Content-Encoding"), one(CODINGS))
                .add(cased("X-Order"), one(ORDERS))
                .add(cased("X_Trace"), "1")
                .add(cased("Accept-Language"), "de");
        for (int i = random.nextInt(3); i >= 0; i--) {
            sent = sent.add(cased("X-Tags"), one(TAGS));
        }
        return sent;
    }

    private Sent faulty() {
        Sent sent = accepted();
        do {
            sent = switch (random.nextInt(18)) {
                case 0 -> sent.method(method -> one(BAD_METHODS));
                case 1 -> sent.host(host -> one(BAD_HOSTS));
                case 2 -> sent.values("content-type", value -> one(BAD_MEDIA_TYPES));
                case 3 -> sent.values("x-order", value -> one(BAD_ORDERS));
                case 4 -> sent.add("X-Order", one(ORDERS));
                case 5 -> sent.add("x-tags", one(BAD_TAGS));
                case 6, 7 -> sent.query(query -> inserted(query.isEmpty() ? "?" : query, one(BAD_QUERY_PARTS)));
                case 8, 9 -> sent.path(path -> inserted(path.isEmpty() ? "/" : path, one(ALLOWABLE_PATH_PARTS)));
                default -> sent.path(path -> inserted(path.isEmpty() ? "/" : path, one(BAD_PATH_PARTS)));
            };
        } while (random.nextInt(4) == 0);
        return sent;
    }

    /** Somewhere behind the first character. */
    private String inserted(String text, String part) {
        int at = 1 + random.nextInt(text.length());
        return text.substring(0, at) + part + text.substring(at);
    }

    private String path() {
        if (random.nextInt(16) == 0) {
            return random.nextBoolean() ? "" : "/";
        }
        String path = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> "/" + segment())
                .collect(Collectors.joining());
        return random.nextInt(4) == 0 ? path + "/" : path;
    }

    private String segment() {
        String segment = some(PATH_UNITS, 1 + random.nextInt(5));
        return Spelling.decoded(segment).matches("\\.\\.?") ? segment + "x" : segment;
    }

    private String query() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "?";
            default ->
                IntStream.rangeClosed(0, random.nextInt(5))
                        .mapToObj(i -> token())
                        .collect(Collectors.joining("&", "?", ""));
        };
    }

    private String token() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> one(NAMES);
            case 2 -> some(QUERY_UNITS, 3);
            default -> one(NAMES) + "=" + some(QUERY_UNITS, random.nextInt(4));
        };
    }

    private String some(List<String> units, int count) {
        return IntStream.range(0, count).mapToObj(i -> one(units)).collect(Collectors.joining());
    }

    private String cased(String name) {
        return switch (random.nextInt(3)) {
            case 0 -> name;
            case 1 -> name.toLowerCase(Locale.ROOT);
            default -> name.toUpperCase(Locale.ROOT);
        };
    }

    String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
