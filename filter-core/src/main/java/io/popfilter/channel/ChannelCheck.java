// SPDX-License-Identifier: Apache-2.0
package io.popfilter.channel;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Statement;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.ChannelBinding;
import java.util.Optional;

/**
 * The CHANNEL stage: a request that was signed for a TLS connection came on that one (RFC 9266, RFC 5929). What cannot be
 * compared refuses: a client that binds its request is never told that this was checked when it was not.
 */
public final class ChannelCheck {

    private final ChannelPolicy policy;

    /** Compares by this policy. */
    public ChannelCheck(ChannelPolicy policy) {
        this.policy = policy;
    }

    /**
     * Compares the binding of a proof with the connection.
     *
     * @return the type that was compared; nothing when the proof has none
     */
    public Optional<BindingType> check(VerifiedProof proof, ReceivedRequest request) throws Rejection {
        for (Statement statement : proof.statements()) {
            if (statement instanceof Statement.ChannelIs stated) {
                return Optional.of(compare(stated, request));
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses a request that is bound to no connection on a route that demands it. One that came with the certificate to
     * which its token is bound is: only the holder of the certificate's key could open the connection (RFC 8705 section 3).
     *
     * @param route nothing when the path is ambiguous
     */
    public void requireFor(Optional<CanonicalPath> route, ConnectionProof proof) throws Rejection {
        if (!proof.isBound() && policy.requiresOne(route)) {
            throw new Rejection(
                    Reason.CHANNEL_BINDING_MISSING,
                    Facts.expected(policy.accepted().toString(), "none"));
        }
    }

    private BindingType compare(Statement.ChannelIs stated, ReceivedRequest request) throws Rejection {
        BindingType type = BindingType.of(stated.type())
                .filter(policy.accepted()::contains)
                .orElseThrow(() -> new Rejection(
                        Reason.CHANNEL_BINDING_NOT_COMPARABLE,
                        Facts.expected(policy.accepted().toString(), stated.type())));
        ChannelBinding binding = request.tls().binding(type);
        if (binding instanceof ChannelBinding.Unavailable unavailable) {
            throw new Rejection(Reason.CHANNEL_BINDING_NOT_COMPARABLE, Facts.about(type + ": " + unavailable.why()));
        }
        boolean isSame = false;
        for (String value : ((ChannelBinding.Known) binding).values()) {
            isSame |= Digests.isEqual(value, stated.value());
        }
        if (!isSame) {
            // the value itself would let whoever reads the log sign for the connection
            throw new Rejection(Reason.CHANNEL_BINDING_MISMATCH, Facts.about(type + " of another connection"));
        }
        return type;
    }
}
