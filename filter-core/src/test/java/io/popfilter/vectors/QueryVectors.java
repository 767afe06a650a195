// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.util.List;

/** The query, of which every raw token is accounted for. */
final class QueryVectors {

    private static final String SOURCE = " (draft-ietf-oauth-signed-http-request-03 section 3.1; R-Q; V-36).";
    private static final String PATH = "/things?";

    private QueryVectors() {}

    static void describe(VectorWriter writer) {
        describeAccepted(writer);
        describeOtherOrder(writer);
        describeChanges(writer);
        describeUnsignedTokens(writer);
        describeRelaxed(writer);
    }

    private static void describeAccepted(VectorWriter writer) {
        writer.accepts("query/none", "No query is signed as no names and the hash of nothing" + SOURCE);
        writer.accepts("query/empty", "An empty query is no query" + SOURCE).target(PATH);
        writer.accepts("query/draft-example", "The example of the draft" + SOURCE)
                .target(PATH + "b=bar&a=foo&c=duck");
        writer.accepts("query/repeated-name", "A repeated name is listed as often as it occurs" + SOURCE)
                .target(PATH + "a=1&b=2&a=3");
        writer.accepts("query/same-token-twice", "The same token twice" + SOURCE)
                .target(PATH + "a=1&a=1");
        writer.accepts("query/bare-name", "A token without = is hashed as it stands" + SOURCE)
                .target(PATH + "flag&a=1");
        writer.accepts("query/empty-value", "A token with an empty value" + SOURCE)
                .target(PATH + "flag=");
        writer.accepts("query/empty-token", "An empty token has an empty name" + SOURCE)
                .target(PATH + "a=1&&b=2");
        writer.accepts("query/only-ampersand", "Two empty tokens" + SOURCE).target(PATH + "&");
        writer.accepts("query/empty-name", "A token with an empty name and a value" + SOURCE)
                .target(PATH + "=1");
        writer.accepts("query/several-equals", "A name ends at its first =" + SOURCE)
                .target(PATH + "sig=YWJjZA==&a=b=c");
        writer.accepts("query/space-as-percent-20", "A space as %20 stays one" + SOURCE)
                .target(PATH + "q=a%20b");
        writer.accepts("query/space-as-plus", "A space as + stays one" + SOURCE).target(PATH + "q=a+b");
        writer.accepts("query/plus-encoded", "An encoded + stays encoded" + SOURCE)
                .target(PATH + "q=a%2Bb");
        writer.accepts("query/ampersand-encoded", "An encoded & separates nothing" + SOURCE)
                .target(PATH + "q=a%26b=c");
        writer.accepts("query/other-characters", "What may stand for itself does" + SOURCE)
                .target(PATH + "a=/?:@;,!$'()*");
        writer.accepts("query/lower-case-hex", "Hexadecimal digits are signed in upper case" + SOURCE)
                .sendsTarget(PATH + "q=a%2fb")
                .signsQuery(List.of("q"), "q=a%2Fb")
                .signsPath("/things");
        writer.accepts("query/unreserved-encoded", "Unreserved characters are signed as themselves" + SOURCE)
                .sendsTarget(PATH + "%71=%7Ealice")
                .signsQuery(List.of("q"), "q=~alice")
                .signsPath("/things");
        writer.accepts("query/illegal-characters", "Raw characters that are illegal are signed encoded" + SOURCE)
                .sendsTarget(PATH + "f={\"a\":[1|2]}")
                .signsQuery(List.of("f"), "f=%7B%22a%22:%5B1%7C2%5D%7D")
                .signsPath("/things");
        writer.accepts("query/encoded-name", "Names are listed encoded, in normal form" + SOURCE)
                .sendsTarget(PATH + "caf%c3%a9=1&a%20b=2")
                .signsQuery(List.of("caf%C3%A9", "a%20b"), "caf%C3%A9=1&a%20b=2")
                .signsPath("/things");
    }

    private static void describeOtherOrder(VectorWriter writer) {
        writer.accepts("query/listed-in-another-order", "The signer chooses the order of the names" + SOURCE)
                .target(PATH + "b=2&a=1")
                .signsQuery(List.of("a", "b"), "a=1&b=2");
        writer.accepts(
                        "query/repeated-listed-in-another-order",
                        "Tokens of one name keep the order of the wire" + SOURCE)
                .target(PATH + "a=1&b=2&a=3")
                .signsQuery(List.of("b", "a", "a"), "b=2&a=1&a=3");
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/repeated-hashed-in-another-order",
                        "Tokens of one name hashed in another order than that of the wire" + SOURCE)
                .target(PATH + "a=1&a=2")
                .signsQuery(List.of("a", "a"), "a=2&a=1");
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/order-of-names-and-hash-differ",
                        "Names listed in another order than they are hashed" + SOURCE)
                .target(PATH + "a=1&b=2")
                .signsQuery(List.of("b", "a"), "a=1&b=2");
    }

    private static void describeChanges(VectorWriter writer) {
        for (String[] query : new String[][] {
            {"value-changed", "a=1&b=3"},
            {"name-changed", "a=1&c=2"},
            {"parameter-removed", "a=1"},
            {"query-removed", ""},
            {"value-emptied", "a=1&b="},
            {"equals-removed", "a=1&b"},
            {"equals-added", "a=1&b==2"},
            {"values-swapped", "a=2&b=1"},
            {"values-joined", "a=1,2"},
            {"letter-case-of-name", "A=1&b=2"},
            {"ampersand-encoded", "a=1%26b=2"},
        }) {
            writer.refuses(
                            Reason.QUERY_MISMATCH,
                            "query/mismatch-" + query[0],
                            "A signed parameter was changed or removed"
                                    + " (draft-ietf-oauth-signed-http-request-03 section 5; V-35).")
                    .target(PATH + "a=1&b=2")
                    .sendsTarget(PATH + query[1]);
        }
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/mismatch-plus-for-percent-20",
                        "Signed with %20, sent with +" + SOURCE)
                .target(PATH + "q=a%20b")
                .sendsTarget(PATH + "q=a+b");
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/mismatch-repeated-swapped",
                        "Values of a repeated name swapped" + SOURCE)
                .target(PATH + "a=1&a=2")
                .sendsTarget(PATH + "a=2&a=1");
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/mismatch-repetition-removed",
                        "One of two equal names removed" + SOURCE)
                .target(PATH + "a=1&a=2")
                .sendsTarget(PATH + "a=1");
        writer.refuses(Reason.QUERY_MISMATCH, "query/mismatch-decoded-names", "Names listed decoded" + SOURCE)
                .target(PATH + "a%20b=1")
                .signsQuery(List.of("a b"), "a%20b=1");
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/mismatch-lower-case-hash",
                        "Lower-case hexadecimal digits hashed" + SOURCE)
                .target(PATH + "q=a%2fb");
        writer.refuses(
                        Reason.QUERY_MISMATCH,
                        "query/mismatch-unlisted-name-hashed",
                        "A name is hashed but not listed" + SOURCE)
                .target(PATH + "a=1&b=2")
                .signsQuery(List.of("a", "a"), "a=1&b=2");
        writer.refuses(Reason.QUERY_MISMATCH, "query/mismatch-hash-empty", "An empty text as hash" + SOURCE)
                .target(PATH + "a=1")
                .claim("q", "[[\"a\"],\"\"]");
        writer.refuses(Reason.QUERY_MISMATCH, "query/mismatch-hash-padded", "A hash with padding" + SOURCE)
                .target(PATH + "a=1")
                .claim("q", "[[\"a\"],\"" + Keys.sha256("a=1") + "=\"]");
    }

    /** Signed is {@code a=1}; the rows are those that Microsoft's verifier lets pass in its strict mode. */
    private static void describeUnsignedTokens(VectorWriter writer) {
        String source = " (draft-ietf-oauth-signed-http-request-03 section 5, item 4; V-35).";
        for (String[] query : new String[][] {
            {"another-name", "a=1&b=2"},
            {"another-name-first", "b=2&a=1"},
            {"bare-name", "a=1&x"},
            {"empty-value", "a=1&x="},
            {"several-equals", "a=1&x=y=z"},
            {"repeated-name", "a=1&x=2&x=3"},
            {"signed-name-repeated", "a=1&a=2"},
            {"signed-token-repeated", "a=1&a=1"},
            {"signed-name-polluted-behind", "a=1&a=evil=z"},
            {"signed-name-empty-behind", "a=1&a="},
            {"empty-name", "&=2&a=1"},
            {"empty-name-behind", "a=1&=2"},
            {"encoded-alias-behind", "a=1&%61=2"},
            {"empty-token-behind", "a=1&"},
            {"empty-token-before", "&a=1"},
            {"semicolon-name", "a=1&;b=2"},
        }) {
            writer.refuses(
                            Reason.QUERY_PARAMETER_NOT_COVERED,
                            "query/unsigned-" + query[0],
                            "A token was added that is not signed" + source)
                    .target(PATH + "a=1")
                    .sendsTarget(PATH + query[1]);
        }
        // the received token of the signed name is not the signed one, or there are more tokens: refused either way
        for (String[] query : new String[][] {
            {"signed-name-polluted-before", "a=evil=z&a=1"},
            {"signed-name-empty-before", "a=&a=1"},
            {"signed-name-bare-before", "a&a=1"},
            {"encoded-alias-before", "%61=2&a=1"},
        }) {
            writer.refuses(
                            Reason.QUERY_PARAMETER_NOT_COVERED,
                            "query/unsigned-" + query[0],
                            "A token of the signed name was added in front of it" + source)
                    .target(PATH + "a=1")
                    .sendsTarget(PATH + query[1]);
        }
        writer.refuses(
                        Reason.QUERY_PARAMETER_NOT_COVERED,
                        "query/unsigned-added-to-none",
                        "A query was added to a request that was signed without one" + source)
                .target("/things")
                .sendsTarget(PATH + "admin=true");
        writer.refuses(
                        Reason.QUERY_PARAMETER_NOT_COVERED,
                        "query/unsigned-by-the-signer",
                        "The signer left a parameter out" + source)
                .target(PATH + "a=1&b=2")
                .signsQuery(List.of("a"), "a=1");
    }

    private static void describeRelaxed(VectorWriter writer) {
        writer.accepts("query/relaxed-unsigned-parameter", "The policy lets unsigned parameters pass" + SOURCE)
                .with(Setting.COVERAGE_RELAXED, "/things = query")
                .target(PATH + "a=1&b=2")
                .signsQuery(List.of("a"), "a=1");
        writer.refuses(
                        Reason.QUERY_PARAMETER_NOT_COVERED,
                        "query/relaxed-signed-name-polluted",
                        "A signed name has no unsigned value beside it" + SOURCE)
                .with(Setting.COVERAGE_RELAXED, "/things = query")
                .target(PATH + "a=1")
                .sendsTarget(PATH + "a=evil&a=1");
        writer.refuses(
                        Reason.QUERY_PARAMETER_NOT_COVERED,
                        "query/relaxed-encoded-alias",
                        "An encoded name is the name" + SOURCE)
                .with(Setting.COVERAGE_RELAXED, "/things = query")
                .target(PATH + "a=1")
                .sendsTarget(PATH + "%61=evil&a=1");
    }
}
