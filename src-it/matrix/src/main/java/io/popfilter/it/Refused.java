// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.reject.Reason;
import java.util.function.Function;

/**
 * A request that is refused.
 *
 * @param what what is wrong with it; a row of the list of known vulnerabilities comes first
 * @param reason why it is refused
 * @param fact what the log has to say besides, or nothing
 * @param request made by a client that is honest otherwise
 */
record Refused(String what, Reason reason, String fact, Function<Client, WireRequest> request) {

    static final String TARGET = "/orders?a=1&b=2";

    static Refused of(String what, Reason reason, Function<Client, WireRequest> request) {
        return new Refused(what, reason, "", request);
    }

    /** With these words in the log. */
    Refused logging(String words) {
        return new Refused(what, reason, words, request);
    }

    /** A GET of {@link #TARGET} with this text as Authorization. */
    static Refused authorization(String what, Reason reason, Function<Client, String> authorization) {
        return Refused.of(
                what,
                reason,
                client -> client.plain("GET", TARGET).field("Authorization", authorization.apply(client)));
    }

    /** A GET of {@link #TARGET} with this authenticator. */
    static Refused proof(String what, Reason reason, Function<Proof, Proof> change) {
        return authorization(
                what,
                reason,
                client -> change.apply(client.proof("GET", TARGET)).authorization());
    }

    @Override
    public String toString() {
        return what;
    }
}
