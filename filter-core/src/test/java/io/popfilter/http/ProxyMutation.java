// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What proxies and containers were seen to do to a target and to fields: first what leaves the meaning as it is, then what
 * does not, then what only happens to requests that nobody may sign. Those that the integration tests do to whole messages have the same names there.
 */
enum ProxyMutation {
    /** HAProxy, and whatever speaks HTTP/2. */
    NAMES_IN_LOWER_CASE(Effect.KEEPS, s -> s.names(name -> name.toLowerCase(Locale.ROOT))),
    /** Caddy, Node. */
    NAMES_CAPITALIZED(Effect.KEEPS, s -> s.names(ProxyMutation::capitalized)),
    /** All. */
    WHITE_SPACE_TRIMMED(Effect.KEEPS, s -> s.allValues(value -> value.replaceAll("^[ \t]+|[ \t]+$", ""))),
    /** nginx with a URI part, Apache httpd without nocanon, lighttpd, nghttpx. */
    UNRESERVED_DECODED(Effect.KEEPS, s -> s.path(path -> Spelling.decoded(path, Spelling.UNRESERVED))),
    /** nginx with a URI part, Apache httpd without nocanon. */
    SUB_DELIMITERS_DECODED(Effect.KEEPS, s -> s.path(path -> Spelling.decoded(path, Spelling.SUB_DELIMITERS))),
    /** Caddy with a path directive. */
    SUB_DELIMITERS_ENCODED(Effect.KEEPS, s -> s.path(path -> Spelling.encoded(path, "!'()*"))),
    /** Apache httpd, Caddy, lighttpd, nginx with a rewrite. */
    ILLEGAL_CHARACTERS_ENCODED(Effect.KEEPS, s -> s.path(path -> Spelling.encoded(path, "\"<>[]^`{|}"))),
    /** nginx with a URI part, Apache httpd without nocanon, lighttpd, nghttpx. */
    PATH_HEX_IN_UPPER_CASE(Effect.KEEPS, s -> s.path(Spelling::upperCaseHex)),
    /** lighttpd. */
    QUERY_HEX_IN_UPPER_CASE(Effect.KEEPS, s -> s.query(Spelling::upperCaseHex)),
    /** lighttpd, HAProxy normalize-uri. */
    QUERY_UNRESERVED_DECODED(Effect.KEEPS, s -> s.query(query -> Spelling.decoded(query, Spelling.UNRESERVED))),
    /** lighttpd. */
    QUERY_ILLEGAL_CHARACTERS_ENCODED(Effect.KEEPS, s -> s.query(query -> Spelling.encoded(query, "\"<>[\\]^`{|}"))),
    /** nginx with a URI part, nghttpx, Traffic Server, Undertow, Spring Cloud Gateway. */
    BARE_QUESTION_MARK_DROPPED(Effect.KEEPS, s -> s.query(query -> query.equals("?") ? "" : query)),
    /** HAProxy query-sort-by-name; one name's values keep their order. */
    QUERY_SORTED_BY_NAME(Effect.KEEPS, s -> s.query(query -> sorted(query, pair -> pair.split("=", 2)[0]))),
    /** nginx with Host $host, Varnish, Squid, lighttpd. */
    HOST_IN_LOWER_CASE(Effect.KEEPS, s -> s.host(ProxyMutation::lowerCase)),
    /** Squid, lighttpd, HAProxy over HTTP/2. */
    DEFAULT_PORT_DROPPED(Effect.KEEPS, s -> s.host(host -> host.replaceFirst(":443$", ""))),
    /** Load balancers that add the listener's port. */
    DEFAULT_PORT_ADDED(Effect.KEEPS, s -> s.host(host -> host.matches("(\\[.*\\]|[^:]*)") ? host + ":443" : host)),
    /** Apache httpd, lighttpd, Node. */
    LINES_JOINED(Effect.KEEPS, s -> s.join("x-tags", (one, other) -> one.strip() + ", " + other.strip())),
    /** Jetty, as proxy and as container. */
    MEDIA_TYPE_IN_LOWER_CASE(Effect.KEEPS, s -> s.values("content-type", ProxyMutation::lowerCaseMediaType)),
    /** Jetty, as container. */
    CODING_IN_LOWER_CASE(Effect.KEEPS, s -> s.values("content-encoding", ProxyMutation::lowerCase)),
    /** Nearly all. */
    FORWARDING_FIELDS_ADDED(
            Effect.KEEPS,
            s -> s.add("X-Forwarded-For", "203.0.113.7")
                    .add("X-Forwarded-Host", "evil.example.net")
                    .add("Forwarded", "for=203.0.113.7;host=evil.example.net")
                    .add("Via", "1.1 varnish")),
    /** nginx. */
    NAMES_WITH_UNDERSCORE_DROPPED(Effect.KEEPS, s -> s.removeNamesWith("_")),

    /** Varnish, for what it may cache. */
    HEAD_TO_GET(Effect.CHANGES, s -> s.method(method -> method.equals("HEAD") ? "GET" : method)),
    /** nginx with a URI part, Apache httpd without nocanon. */
    SEMICOLON_DECODED(Effect.CHANGES, s -> s.path(path -> Spelling.decoded(path, "3B"))),
    /** Redirect and rewrite rules. */
    FINAL_SLASH_DROPPED(Effect.CHANGES, s -> s.path(path -> path.replaceFirst("(?<=.)/$", ""))),
    /** Gateways. */
    PREFIX_ADDED(Effect.CHANGES, s -> s.path(path -> "/svc" + path)),
    /** Rewrite rules. */
    PATH_IN_LOWER_CASE(Effect.CHANGES, s -> s.path(path -> Spelling.outsideTriplets(path, ProxyMutation::lowerCase))),
    /** Varnish std.querysort, which sorts the values of one name. */
    QUERY_VALUES_SORTED(Effect.CHANGES, s -> s.query(ProxyMutation::withSortedValues)),
    /** Spring Cloud Gateway, HAProxy normalize-uri, Varnish std.querysort. */
    EMPTY_PAIRS_DROPPED(
            Effect.CHANGES,
            s -> s.query(query -> query.replaceAll("&+", "&").replace("?&", "?").replaceFirst("&$", ""))),
    /** Spring Cloud Gateway. */
    EMPTY_NAME_DROPPED(Effect.CHANGES, s -> s.query(query -> query.replace("?=", "?"))),
    /** Undertow. */
    SECOND_QUESTION_MARK_DROPPED(Effect.CHANGES, s -> s.query(query -> query.replace("??", "?"))),
    /** Gateways that parse the query. */
    PLUS_ENCODED(Effect.CHANGES, s -> s.query(query -> query.replace("+", "%20"))),
    /** Gateways that parse the query. */
    ENCODED_PLUS_DECODED(Effect.CHANGES, s -> s.query(query -> query.replaceAll("%2[Bb]", "+"))),
    /** Trackers. */
    PARAMETER_ADDED(Effect.CHANGES, s -> s.query(query -> (query.isEmpty() ? "?" : query + "&") + "utm=1")),
    /** nginx and Apache httpd where nothing else is said, h2o, Traffic Server, Spring Cloud Gateway. */
    HOST_REPLACED(Effect.CHANGES, s -> s.host(host -> "backend")),
    /** nginx with Host $host. */
    PORT_LOST(Effect.CHANGES, s -> s.host(host -> host.replaceFirst(":(?!443$)[0-9]+$", ""))),
    /** Any that cannot write the list in one line. */
    LINE_SPLIT(Effect.CHANGES, s -> s.split("x-order", " ")),
    /** Apache httpd, Varnish, Squid, Caddy, Jetty and Spring Cloud Gateway, when Connection names it. */
    COVERED_FIELD_DROPPED(Effect.CHANGES, s -> s.remove("x-order")),
    /** Rules that set a field and leave the client's. */
    COVERED_FIELD_ADDED(Effect.CHANGES, s -> s.add("X-Order", "2")),
    /** Rules that rewrite values. */
    COVERED_FIELD_CHANGED(Effect.CHANGES, s -> s.values("x-order", value -> value.toUpperCase(Locale.ROOT))),
    /** Nobody that we know. */
    BOUNDARY_IN_LOWER_CASE(Effect.CHANGES, s -> s.values("content-type", value -> value.replace("AbC", "abc"))),

    /** Squid, Jetty's proxy. */
    METHOD_IN_UPPER_CASE(Effect.REPAIRS, s -> s.method(method -> method.toUpperCase(Locale.ROOT))),
    /** nginx with a URI part, Apache httpd, lighttpd, nghttpx, Spring Cloud Gateway, Node. */
    SLASHES_MERGED(Effect.REPAIRS, s -> s.path(path -> path.replaceAll("//+", "/"))),
    /** nginx with a URI part, Apache httpd without nocanon, lighttpd, nghttpx, Caddy with a path directive. */
    DOT_SEGMENTS_REMOVED(Effect.REPAIRS, s -> s.path(ProxyMutation::withoutDotSegments)),
    /** nginx with a URI part, lighttpd. */
    SLASH_DECODED(Effect.REPAIRS, s -> s.path(path -> Spelling.decoded(path, "2F"))),
    /** nginx with $uri, Apache httpd with AllowEncodedSlashes NoDecode and without nocanon. */
    PERCENT_SIGN_DECODED(Effect.REPAIRS, s -> s.path(path -> Spelling.decoded(path, "25"))),
    /** Apache httpd, Caddy, lighttpd, nginx with a rewrite. */
    BACKSLASH_ENCODED(Effect.REPAIRS, s -> s.path(path -> path.replace("\\", "%5C"))),
    /** Node. */
    BACKSLASH_TO_SLASH(Effect.REPAIRS, s -> s.path(path -> path.replace('\\', '/'))),
    /** Apache httpd, Caddy, lighttpd. */
    NOT_ASCII_ENCODED(Effect.REPAIRS, s -> s.path(path -> path.replace("\u00e9", "%C3%A9"))),
    /** nginx with a URI part, nghttpx, lighttpd, Traffic Server, Node, Spring Cloud Gateway. */
    FRAGMENT_CUT(Effect.REPAIRS, s -> s.path(path -> path.replaceFirst("#.*", ""))),
    /** Caddy. */
    FRAGMENT_ENCODED(Effect.REPAIRS, s -> s.path(path -> path.replace("#", "%23"))),
    /** Containers, before they look for a servlet. */
    PATH_PARAMETERS_STRIPPED(Effect.REPAIRS, s -> s.path(path -> path.replaceAll(";[^/]*", ""))),
    /** nginx with Host $host, Squid, lighttpd. */
    ROOT_DOT_STRIPPED(Effect.REPAIRS, s -> s.host(host -> host.replaceFirst("\\.(?=(:[0-9]+)?$)", ""))),
    /** Apache httpd, lighttpd, Node: of a field that is no list. */
    COVERED_LINES_JOINED(Effect.REPAIRS, s -> s.join("x-order", (one, other) -> one + ", " + other.strip())),
    /** lighttpd, Apache httpd over HTTP/2. */
    EMPTY_MEMBERS_DROPPED(Effect.REPAIRS, s -> s.values("x-tags", list -> list.replaceAll(",( *,)+", ","))),
    /** lighttpd. */
    EMPTY_FIELD_DROPPED(Effect.REPAIRS, s -> s.values("x-order").contains("") ? s.remove("x-order") : s),
    /** HAProxy, Traffic Server, Varnish, Tomcat. */
    FOLDED_LINE_UNFOLDED(Effect.REPAIRS, s -> s.values("x-order", value -> value.replace("\r\n ", " "))),
    /** Undertow. */
    COVERED_SPACES_COLLAPSED(Effect.REPAIRS, s -> s.values("x-order", value -> value.replaceAll("(?<=.) +(?=.)", " ")));

    /** What becomes of the meaning. */
    enum Effect {
        /** It is the same. */
        KEEPS,
        /** It is another, and nothing looks odd about it. */
        CHANGES,
        /** It was ambiguous, and is made clear: perhaps otherwise than its sender thought. */
        REPAIRS
    }

    private final Effect effect;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda of ours, without state
    private final UnaryOperator<Sent> change;

    ProxyMutation(Effect effect, UnaryOperator<Sent> change) {
        this.effect = effect;
        this.change = change;
    }

    Effect effect() {
        return effect;
    }

    Sent apply(Sent sent) {
        return change.apply(sent);
    }

    private static String lowerCase(String text) {
        return Pattern.compile("[A-Z]")
                .matcher(text)
                .replaceAll(letter -> letter.group().toLowerCase(Locale.ROOT));
    }

    private static String capitalized(String name) {
        return Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT)
                        + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("-"));
    }

    private static String lowerCaseMediaType(String value) {
        return Pattern.compile("^[^;]*|(?<=; ?)charset=[^;]*", Pattern.CASE_INSENSITIVE)
                .matcher(value)
                .replaceAll(part -> lowerCase(part.group()));
    }

    private static String withoutDotSegments(String path) {
        return path.replaceAll("/[^/]+/\\.\\.(?=/|$)", "").replaceAll("/\\.(?=/|$)", "");
    }

    private static String sorted(String query, UnaryOperator<String> key) {
        return query.isEmpty()
                ? query
                : Arrays.stream(query.substring(1).split("&", -1))
                        .sorted(Comparator.comparing(pair -> normal(key.apply(pair))))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** Of each name, the values change places among themselves. */
    private static String withSortedValues(String query) {
        String[] pairs = query.isEmpty() ? new String[0] : query.substring(1).split("&", -1);
        for (int i = 0; i < pairs.length; i++) {
            for (int j = i + 1; j < pairs.length; j++) {
                boolean isOfOneName = normal(pairs[i].split("=", 2)[0]).equals(normal(pairs[j].split("=", 2)[0]));
                if (isOfOneName && normal(pairs[i]).compareTo(normal(pairs[j])) > 0) {
                    String greater = pairs[i];
                    pairs[i] = pairs[j];
                    pairs[j] = greater;
                }
            }
        }
        return query.isEmpty() ? query : "?" + String.join("&", pairs);
    }

    /** One spelling of what a query may spell in several ways. */
    private static String normal(String text) {
        return Spelling.encoded(Spelling.upperCaseHex(Spelling.decoded(text, Spelling.UNRESERVED)), "\"<>[\\]^`{|}");
    }
}
