// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.answer.AnswerFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One signature of a request: good for one use. */
public final class SignedRequest {

    private final Map<String, String> fields;
    private final String authenticator;
    private final Origin origin;
    private final Optional<String> nonce;

    SignedRequest(Map<String, String> fields, String authenticator, Origin origin, Optional<String> nonce) {
        this.fields = Map.copyOf(fields);
        this.authenticator = authenticator;
        this.origin = origin;
        this.nonce = nonce;
    }

    /** The header fields that have to be sent with the request, each on one line: name and value. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The same, with the field that asks the server to sign its answer: see {@link AnswerVerifier}. */
    public SignedRequest wantingSignedAnswer() {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(AnswerFields.WANTED, AnswerFields.YES);
        return new SignedRequest(more, authenticator, origin, nonce);
    }

    /** Whether it asks for a signed answer. */
    boolean wantsSignedAnswer() {
        return fields.containsKey(AnswerFields.WANTED);
    }

    /** The compact JWS that makes it good for one use. */
    String authenticator() {
        return authenticator;
    }

    /** Whom it was signed for. */
    Origin origin() {
        return origin;
    }

    /** The nonce in the signature. */
    Optional<String> nonce() {
        return nonce;
    }

    /** Never shows token or signature. */
    @Override
    public String toString() {
        return "request signed for " + origin;
    }
}
