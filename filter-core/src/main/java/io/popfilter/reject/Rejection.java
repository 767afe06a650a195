// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import org.jspecify.annotations.Nullable;

/**
 * A request is refused: why (a {@link Reason}) and what was seen ({@link Facts}).
 *
 * <p>The only exception that leaves the pipeline. It has no stack trace: a refusal is an answer, and costs an attacker's
 * request next to nothing. Decisions read {@link #reason()}, never the message.
 */
public final class Rejection extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Facts facts;
    private final transient Demand demand;

    /** A refusal that its reason describes completely. */
    public Rejection(Reason reason) {
        this(reason, Facts.none());
    }

    /** A refusal with what was seen. */
    public Rejection(Reason reason, Facts facts) {
        this(reason, facts, Demand.nothing(), null);
    }

    private Rejection(Reason reason, Facts facts, Demand demand, @Nullable Throwable cause) {
        super(reason.name(), cause, false, false);
        this.reason = reason;
        this.facts = facts;
        this.demand = demand;
    }

    /** A refusal because something of ours failed; the cause is kept for the log. */
    public static Rejection outage(Reason reason, Throwable cause) {
        return new Rejection(reason, Facts.about(cause.getClass().getName()), Demand.nothing(), cause);
    }

    /** A refusal that tells the client what to bring next time. */
    public static Rejection demanding(Demand demand, Reason reason, Facts facts) {
        return new Rejection(reason, facts, demand, null);
    }

    /** What the answer has to ask for. */
    public Demand demand() {
        return demand;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What was seen; for the server's log, never for the client. */
    public Facts facts() {
        return facts;
    }

    /** The whole story: which stages were passed, which one failed, why, and what was seen. For developers and operators. */
    public Explanation explain() {
        return Explanation.of(reason, facts);
    }

    /** Reason, stage and facts in one line, for a log. */
    @Override
    public String getMessage() {
        return "reason=" + reason + " stage=" + reason.stage() + (facts == Facts.none() ? "" : " " + facts);
    }
}
