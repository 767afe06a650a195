// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import java.util.Arrays;
import java.util.List;

/** The steps of the pipeline, in the order in which they run. */
public enum Stage {
    /** Which scheme is used, what its authenticator says; sizes are bounded first. */
    PARSE,
    /** The authenticator was made within the window, in both directions. */
    FRESHNESS,
    /** The access token is genuine, meant for this server, and alive. */
    TOKEN,
    /** The token's confirmation names the key. */
    KEY,
    /** The signature verifies with that key. */
    PROOF,
    /** Every required component is covered and equals what was received; the body last. */
    COVERAGE,
    /** The connection is the one that was signed for. */
    CHANNEL,
    /** The token is enough for this route: scheme, scopes, how and when its user authenticated. */
    AUTHORIZATION,
    /** The one-time id has not been spent. */
    REPLAY,
    /** No step of the pipeline: something of ours broke. */
    OUTSIDE;

    /** The stages that run before this one, in order. */
    List<Stage> before() {
        return Arrays.stream(values()).takeWhile(stage -> stage != this).toList();
    }
}
