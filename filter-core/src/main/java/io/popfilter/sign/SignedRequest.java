// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import java.util.Map;
import java.util.Optional;

/** One signature of a request: good for one use. */
public final class SignedRequest {

    private final Map<String, String> fields;
    private final Origin origin;
    private final Optional<String> nonce;

    SignedRequest(Map<String, String> fields, Origin origin, Optional<String> nonce) {
        this.fields = Map.copyOf(fields);
        this.origin = origin;
        this.nonce = nonce;
    }

    /** The header fields that have to be sent with the request, each on one line: name and value. */
    public Map<String, String> fields() {
        return fields;
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
