// SPDX-License-Identifier: Apache-2.0
package io.popfilter.introspection;

import io.popfilter.fetch.FetchException;
import io.popfilter.fetch.Fetched;
import io.popfilter.fetch.Fetcher;
import io.popfilter.fetch.Form;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.AccessToken;
import io.popfilter.token.Confidentiality;
import io.popfilter.token.Confirmation;
import io.popfilter.token.ConfirmationReader;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** One question to the introspection endpoint, and what its answer means (RFC 7662 section 2). */
public final class Introspection {

    private static final String JSON = "application/json";
    private static final String SIGNED_JSON = "application/token-introspection+jwt"; // RFC 9701 section 4

    private final IntrospectionPolicy policy;
    private final Fetcher fetcher;
    private final SignedAnswers signedAnswers;
    private final ConfirmationReader confirmations;

    /** Asks by this policy. */
    public Introspection(
            IntrospectionPolicy policy,
            Fetcher fetcher,
            SignedAnswers signedAnswers,
            ConfirmationReader confirmations) {
        this.policy = policy;
        this.fetcher = fetcher;
        this.signedAnswers = signedAnswers;
        this.confirmations = confirmations;
    }

    /** The token, when the answer says that it is active and everything else that it has to say. */
    AccessToken ask(String token, Instant now) throws Rejection {
        JsonObject answer = answer(token, now);
        JsonValue active = answer.get("active");
        if (active == JsonValue.Literal.FALSE) {
            throw new Rejection(Reason.TOKEN_INACTIVE);
        }
        if (active != JsonValue.Literal.TRUE) {
            throw unavailable("active is neither true nor false");
        }
        // RFC 7662 section 4: the connection is TLS, so a key in the answer is between the two servers
        Confirmation confirmation = confirmations.read(answer, Confidentiality.CONFIDENTIAL, now);
        return AccessToken.introspected(answer, policy.tokens(), confirmation, now);
    }

    private JsonObject answer(String token, Instant now) throws Rejection {
        Form form = policy.credentials()
                .addTo(new Form().field("token", token).field("token_type_hint", "access_token"), now);
        try {
            return switch (policy.answers()) {
                case PLAIN -> Json.object(post(form, JSON).body());
                case SIGNED -> signedAnswers.open(post(form, SIGNED_JSON).body(), now);
            };
        } catch (MalformedException e) {
            throw unavailable(e.defect());
        }
    }

    private Fetched post(Form form, String mediaType) throws Rejection {
        try {
            return fetcher.post(policy.endpoint(), form, Set.of(mediaType)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FetchException fault) {
                throw unavailable(String.valueOf(fault.getMessage()));
            }
            throw e;
        }
    }

    private static Rejection unavailable(String what) {
        return new Rejection(Reason.INTROSPECTION_UNAVAILABLE, Facts.about(what));
    }
}
