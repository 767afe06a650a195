// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;

/** The one-time id, and the store that remembers it. */
final class ReplayVectors {

    private static final String SOURCE = " (RFC 9449 section 11.1).";

    private ReplayVectors() {}

    static void describe(VectorWriter writer) {
        writer.refuses(Reason.REPLAYED, "replay/jti", "The same request twice" + SOURCE)
                .with(Setting.TIMES, "2");
        writer.refuses(Reason.REPLAYED, "replay/nonce", "Without jti the nonce is the one-time id" + SOURCE)
                .with(Setting.TIMES, "2")
                .without("jti")
                .claim("nonce", "\"n-1\"");
        writer.refuses(
                        Reason.REPLAYED,
                        "replay/neither",
                        "Without jti and nonce it is the hash of what is signed" + SOURCE)
                .with(Setting.TIMES, "2")
                .without("jti");
        writer.refuses(Reason.REPLAYED, "replay/public-key", "The same request twice, signed with a key pair" + SOURCE)
                .with(Setting.TIMES, "2")
                .token(Token.signed())
                .key("client-p256", "ES256");
        writer.accepts(
                        "replay/without-id",
                        "A request needs neither jti nor nonce (draft-ietf-oauth-signed-http-request-03 section 5).")
                .without("jti");
        writer.accepts(
                        "replay/switched-off",
                        "A server that allows replays (draft-ietf-oauth-signed-http-request-03 section 5).")
                .with(Setting.REPLAY, "off")
                .with(Setting.TIMES, "2");
        writer.refuses(Reason.REPLAY_STORE_FULL, "replay/store-full", "No live id is forgotten to make room (V-28).")
                .with(Setting.REPLAY, "full");
        writer.refuses(Reason.REPLAY_STORE_UNAVAILABLE, "replay/store-down", "The store does not answer (V-51).")
                .with(Setting.REPLAY, "down");
        writer.refuses(Reason.INTERNAL_FAULT, "replay/store-broken", "The store has a bug (V-51).")
                .with(Setting.REPLAY, "broken");
        writer.refuses(
                        Reason.BODY_MISMATCH,
                        "replay/store-not-asked",
                        "A request that fails otherwise spends nothing (V-32).")
                .with(Setting.REPLAY, "broken")
                .method("POST")
                .sendsOctets("{}");
    }
}
