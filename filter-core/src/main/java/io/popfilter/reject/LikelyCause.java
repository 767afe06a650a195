// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

/**
 * What probably happened to a request between the client and this server, recognised from the difference between what was
 * signed and what was received.
 *
 * <p>A guess for the operator's log, made after the refusal is certain; nothing is decided by it. {@link #sentence()} names
 * the products that do such things with which setting.
 */
public enum LikelyCause {
    /** Several slashes became one. */
    SLASHES_MERGED(
            "slashes were merged: nginx proxy_pass with a URI part, Apache httpd without MergeSlashes Off, HAProxy normalize-uri"),
    /** Dot segments were removed. */
    DOT_SEGMENTS_REMOVED(
            "dot segments were removed: nginx proxy_pass with a URI part, Apache httpd without nocanon, HAProxy normalize-uri"),
    /** {@code %2F} became a slash. */
    ENCODED_SLASH_DECODED("an encoded slash was decoded: nginx proxy_pass with a URI part, lighttpd"),
    /** {@code %25} became a percent sign, so that what follows it was decoded too, or will be. */
    PERCENT_SIGN_DECODED(
            "an encoded percent sign was decoded: Apache httpd with AllowEncodedSlashes NoDecode and without nocanon, nginx"
                    + " proxy_pass with $uri"),
    /** {@code %3B} became a semicolon, which starts a path parameter. */
    ENCODED_SEMICOLON_DECODED(
            "an encoded semicolon was decoded: nginx proxy_pass with a URI part, Apache httpd ProxyPass without nocanon"),
    /** The path that was signed begins with something that the received path lacks. */
    PREFIX_STRIPPED("a gateway stripped a prefix of the path: name the prefix in public-base-uri"),
    /** The path that was received begins with something that the signed path lacks. */
    PREFIX_ADDED("a gateway added a prefix to the path: map the prefix in public-base-uri"),
    /** A slash at the end of the path came or went. */
    FINAL_SLASH_CHANGED("a slash at the end of the path was added or removed: a redirect or rewrite rule"),
    /** The path differs in letter case only. */
    PATH_CASE_CHANGED("the path differs in letter case: a rewrite rule, or the client signed another spelling"),
    /** HEAD was turned into GET. */
    HEAD_SENT_AS_GET("HEAD was forwarded as GET: Varnish, for what it may cache; let it pass signed requests"),
    /** The method differs in letter case only. */
    METHOD_CASE_CHANGED("the method differs in letter case: the client has to sign and send it in upper case"),
    /** Host and port differ only in the port. */
    PORT_CHANGED(
            "the port was lost or added: nginx with proxy_set_header Host $host, or a client that signs another port"),
    /** The signed host ends with a dot. */
    FINAL_DOT_SIGNED("the signed host ends with a dot, which proxies remove: the client has to leave it out"),
    /** The Host field names something else than the client signed. */
    HOST_REPLACED("a proxy put its own name for this server into Host: set public-base-uri, or let it keep Host (nginx"
            + " proxy_set_header Host $http_host, Apache httpd ProxyPreserveHost On)"),
    /** A forwarding field came from an address that is none of the trusted proxies'. */
    PEER_REPLACED("the proxy's address is missing in proxy.trusted, or something in the container hides it"
            + " (Tomcat RemoteIpValve or RemoteIpFilter), or a client connected past the proxy"),
    /** The signed host is none of the configured ones. */
    NOT_A_PUBLIC_BASE_URI("public-base-uri does not name the host that the client uses"),
    /** The tokens of the query arrived in the order of the alphabet. */
    QUERY_SORTED("the query was sorted: Varnish std.querysort, HAProxy query-sort-by-name"),
    /** Tokens that are empty did not arrive. */
    EMPTY_QUERY_TOKENS_DROPPED(
            "empty parameters were dropped from the query: Spring Cloud Gateway, HAProxy normalize-uri"),
    /** Plus signs and {@code %20} were exchanged, or {@code %2B} was decoded. */
    QUERY_SPACES_REWRITTEN(
            "+, %20 or %2B in the query was rewritten: a gateway that parses the query, or the client's library"),
    /** A body was signed, and nothing arrived. */
    BODY_DROPPED("the body was dropped: Varnish for GET, or a redirect that was followed without it"),
    /** A signed field did not arrive. */
    FIELD_DROPPED(
            "a proxy dropped the field: the field Connection names it, or a rule of the proxy removes it; or the client did not"
                    + " send it"),
    /** The value of a signed field differs in letter case only. */
    FIELD_CASE_CHANGED(
            "the value of a field was changed in letter case: Jetty's header cache, which replaces it by that of an earlier"
                    + " request; HttpConfiguration.setHeaderCacheCaseSensitive(true) ends it");

    private final String sentence;

    LikelyCause(String sentence) {
        this.sentence = sentence;
    }

    /** What happened, who does that, and what to do: printable ASCII. */
    public String sentence() {
        return sentence;
    }
}
