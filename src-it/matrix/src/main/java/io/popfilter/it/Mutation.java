// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** What proxies do to requests, and which do: first what leaves the meaning as it is, then what does not. */
enum Mutation {
    /** HAProxy, and whatever speaks HTTP/2. */
    NAMES_IN_LOWER_CASE(m -> m.names(name -> name.toLowerCase(Locale.ROOT))),
    /** Caddy, Node. */
    NAMES_CAPITALIZED(m -> m.names(Mutation::capitalized)),
    /** All. */
    WHITE_SPACE_TRIMMED(m -> m.allValues(String::strip)),
    /** HTTP/2 in front, HAProxy. */
    LENGTH_TO_CHUNKS(WireMessage::frameInChunks),
    /** nginx, Apache httpd, Squid, lighttpd, h2o. */
    CHUNKS_TO_LENGTH(WireMessage::frameWithLength),
    /** nginx, where nothing else is said. */
    HTTP_1_0(m -> {
        m.frameWithLength();
        m.version("HTTP/1.0");
    }),
    /** nginx with a URI part, Apache httpd without nocanon, lighttpd, nghttpx. */
    UNRESERVED_DECODED(m -> m.path(path -> decoded(path, "2D|2E|7E|5F|[46][1-9A-F]|[57][0-9A]|3[0-9]"))),
    /** nginx with a URI part, Apache httpd without nocanon. */
    SUB_DELIMITERS_DECODED(m -> m.path(path -> decoded(path, "21|24|2[6-9A-C]|3A|3D|40"))),
    /** Caddy with a path directive. */
    SUB_DELIMITERS_ENCODED(m -> m.path(path -> path.replace("!", "%21")
            .replace("(", "%28")
            .replace(")", "%29")
            .replace("*", "%2A")
            .replace("'", "%27"))),
    /** nginx with a URI part, Apache httpd without nocanon, lighttpd, nghttpx. */
    PATH_HEX_IN_UPPER_CASE(m -> m.path(Mutation::upperCaseHex)),
    /** lighttpd. */
    QUERY_HEX_IN_UPPER_CASE(m -> m.query(Mutation::upperCaseHex)),
    /** lighttpd, HAProxy normalize-uri. */
    QUERY_UNRESERVED_DECODED(m -> m.query(query -> decoded(query, "2D|7E"))),
    /** nginx with a URI part, nghttpx, Traffic Server, Undertow, Spring Cloud Gateway. */
    BARE_QUESTION_MARK_DROPPED(m -> m.query(query -> query.equals("?") ? "" : query)),
    /** HAProxy query-sort-by-name; one name's values keep their order. */
    QUERY_SORTED_BY_NAME(m -> m.query(query -> sorted(query, pair -> pair.split("=", 2)[0]))),
    /** Nearly all. */
    FORWARDING_FIELDS_ADDED(m -> {
        m.add("X-Forwarded-For", "203.0.113.7");
        m.add("X-Forwarded-Host", "evil.example.net");
        m.add("X-Forwarded-Proto", "https");
        m.add("X-Real-IP", "203.0.113.7");
        m.add("Forwarded", "for=203.0.113.7;host=evil.example.net");
        m.add("Via", "1.1 varnish");
    }),
    /** nginx and Apache httpd where nothing else is said, h2o, Traffic Server, Spring Cloud Gateway. */
    HOST_REPLACED(m -> m.values("host", host -> " backend")),
    /** nginx with Host $host. */
    PORT_LOST(m -> m.values("host", host -> host.replaceFirst(":[0-9]+$", ""))),
    /** nginx with Host $host, Varnish, Squid, lighttpd. */
    HOST_IN_LOWER_CASE(m -> m.values("host", host -> host.toLowerCase(Locale.ROOT))),
    /** nginx. */
    NAMES_WITH_UNDERSCORE_DROPPED(m -> m.removeNamesWith("_")),
    /** Undertow; a value with two spaces cannot be covered. */
    SPACES_COLLAPSED(m -> m.allValues(value -> value.replaceAll(" +", " "))),
    /** Apache httpd, lighttpd, Node. */
    LINES_JOINED(m -> m.join("accept-language", (one, other) -> one + ", " + other.strip())),
    /** h2o, lighttpd, nghttpx, Undertow, and whatever speaks HTTP/2. */
    COOKIES_JOINED(m -> m.join("cookie", (one, other) -> one + "; " + other.strip())),
    /** All but Undertow. */
    HOP_BY_HOP_DROPPED(m -> {
        m.remove("keep-alive");
        m.remove("te");
    }),
    /** nginx, h2o. */
    EXPECT_DROPPED(m -> m.remove("expect")),
    /** Varnish and Traffic Server the first, Squid the second, Jetty's proxy the third. */
    CACHE_FIELDS_REWRITTEN(m -> {
        m.values("accept-encoding", value -> " gzip");
        m.add("Cache-Control", "max-age=259200");
        m.add("User-Agent", "proxy");
    }),
    /** Jetty, as proxy and as container. */
    MEDIA_TYPE_IN_LOWER_CASE(m -> m.values("content-type", value -> value.toLowerCase(Locale.ROOT))),

    /** nginx with a URI part, Apache httpd, lighttpd, nghttpx, Spring Cloud Gateway, Node. */
    SLASHES_MERGED(m -> m.path(path -> path.replaceAll("//+", "/"))),
    /** nginx with a URI part, Apache httpd without nocanon, lighttpd, nghttpx, Caddy with a path directive. */
    DOT_SEGMENTS_REMOVED(
            m -> m.path(path -> path.replaceAll("/[^/]+/\\.\\.(?=/|$)", "").replace("/./", "/"))),
    /** nginx with a URI part, lighttpd. */
    SLASH_DECODED(m -> m.path(path -> decoded(path, "2F"))),
    /** nginx with a URI part, Apache httpd without nocanon. */
    SEMICOLON_DECODED(m -> m.path(path -> decoded(path, "3B"))),
    /** nginx with $uri, Apache httpd with AllowEncodedSlashes NoDecode and without nocanon. */
    PERCENT_SIGN_DECODED(m -> m.path(path -> decoded(path, "25"))),
    /** Redirect and rewrite rules. */
    FINAL_SLASH_DROPPED(m -> m.path(path -> path.replaceFirst("/$", ""))),
    /** Gateways. */
    PREFIX_ADDED(m -> m.path(path -> "/svc" + path)),
    /** Rewrite rules. */
    PATH_IN_LOWER_CASE(m -> m.path(path -> path.toLowerCase(Locale.ROOT))),
    /** Varnish std.querysort. */
    QUERY_VALUES_SORTED(m -> m.query(query -> sorted(query, pair -> pair))),
    /** Spring Cloud Gateway, HAProxy normalize-uri, Varnish std.querysort. */
    EMPTY_PAIRS_DROPPED(
            m -> m.query(query -> query.replaceAll("&+", "&").replace("?&", "?").replaceFirst("&$", ""))),
    /** Spring Cloud Gateway. */
    EMPTY_NAME_DROPPED(m -> m.query(query -> query.replace("?=", "?"))),
    /** Undertow. */
    SECOND_QUESTION_MARK_DROPPED(m -> m.query(query -> query.replace("??", "?"))),
    /** Gateways that parse the query. */
    PLUS_ENCODED(m -> m.query(query -> query.replace("+", "%20"))),
    /** Gateways that parse the query. */
    ENCODED_PLUS_DECODED(m -> m.query(query -> query.replace("%2B", "+"))),
    /** Trackers. */
    PARAMETER_ADDED(m -> m.query(query -> query + "&utm=1")),
    /** Varnish, for what it may cache. */
    HEAD_TO_GET(m -> m.method(method -> method.equals("HEAD") ? "GET" : method)),
    /** Any that cannot write the list in one line. */
    LINE_SPLIT(m -> m.split("x-order", ", ")),
    /** Apache httpd, Varnish, Squid, Caddy, Jetty and Spring Cloud Gateway, when Connection names it. */
    COVERED_FIELD_DROPPED(m -> m.remove("x-order")),
    /** Rules that set a field and leave the client's. */
    COVERED_FIELD_ADDED(m -> m.add("X-Order", "2")),
    /** Rules that rewrite values. */
    COVERED_FIELD_CHANGED(m -> m.values("x-order", value -> value.toUpperCase(Locale.ROOT))),
    /** Undertow. */
    COVERED_SPACES_COLLAPSED(m -> m.values("x-order", value -> value.replaceAll(" +", " "))),
    /** Nobody that we know. */
    BOUNDARY_IN_LOWER_CASE(m -> m.values("content-type", value -> value.replace("AbC", "abc"))),
    /** Varnish, Squid: for GET. */
    BODY_DROPPED(WireMessage::removeBody),
    /** Gateways that read what they forward. */
    BODY_DECOMPRESSED(m -> {
        if (m.has("content-encoding") && m.hasBody()) {
            m.remove("content-encoding");
            m.body(Mutation::decompressed);
        }
    }),
    /** Gateways that parse and write JSON. */
    BODY_REWRITTEN(m -> m.body(body -> m.has("content-encoding") ? body : rewritten(body))),
    /** Squid without login=PASSTHRU; any of the former when Connection names it. */
    AUTHORIZATION_DROPPED(m -> m.remove("authorization")),
    /** Gateways that add a credential of their own. */
    AUTHORIZATION_ADDED(m -> m.add("Authorization", "Basic Z2F0ZXdheTp4")),
    /** Attackers. */
    METHOD_OVERRIDE_ADDED(m -> m.add("X-HTTP-Method-Override", "DELETE"));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda of ours, without state
    private final Consumer<WireMessage> change;

    Mutation(Consumer<WireMessage> change) {
        this.change = change;
    }

    void change(WireMessage message) {
        change.accept(message);
    }

    private static String capitalized(String name) {
        return Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT)
                        + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("-"));
    }

    private static String decoded(String text, String hexPattern) {
        return Pattern.compile("%(" + hexPattern + ")", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .replaceAll(triplet -> Character.toString(Integer.parseInt(triplet.group(1), 16))
                        .replace("$", "\\$"));
    }

    private static String upperCaseHex(String text) {
        return Pattern.compile("%..")
                .matcher(text)
                .replaceAll(triplet -> triplet.group().toUpperCase(Locale.ROOT));
    }

    private static String sorted(String query, UnaryOperator<String> key) {
        return Arrays.stream(query.substring(1).split("&", -1))
                .map(pair -> Map.entry(key.apply(pair), pair))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("&", "?", ""));
    }

    private static byte[] rewritten(byte[] json) {
        return new String(json, StandardCharsets.US_ASCII).replace(":", ": ").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] decompressed(byte[] octets) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
