// SPDX-License-Identifier: Apache-2.0
package io.popfilter.channel;

import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Statement;

/**
 * The CHANNEL stage. No channel binding is compared yet, and a claim that cannot be compared refuses: a client that binds
 * its request to a connection is not told that this was checked.
 */
public final class ChannelCheck {

    /** Compares nothing. */
    public ChannelCheck() {}

    /** Refuses a proof that claims a channel binding. */
    public void check(VerifiedProof proof) throws Rejection {
        for (Statement statement : proof.statements()) {
            if (statement instanceof Statement.ChannelIs channel) {
                String type = channel.binding().split(":", 2)[0];
                throw new Rejection(Reason.CHANNEL_BINDING_NOT_COMPARABLE, Facts.about(type));
            }
        }
    }
}
